package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.Access;
import io.github.cordonfs.vfs.Inode;
import io.github.cordonfs.vfs.PathName;
import io.github.cordonfs.vfs.RegularFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Attributes and permissions of what paths lead to, as the provider is asked for them. */
final class PathAttributes {

  private PathAttributes() {}

  /**
   * Checks that a file exists and may be used. Where permissions are not enforced, as for root,
   * only a regular file that nobody may execute is not executable.
   */
  static void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    PageCacheFileSystem fileSystem = path.getFileSystem();
    Inode inode = fileSystem.existing(path, true);
    Access access = fileSystem.namespace().access();
    for (AccessMode mode : modes) {
      access.check(inode, wanted(mode), path.toPathName());
      if (mode == AccessMode.EXECUTE
          && inode instanceof RegularFile
          && !Permissions.anyExecute(inode.permissions())) {
        throw new AccessDeniedException(path.toString());
      }
    }
  }

  private static int wanted(AccessMode mode) {
    return switch (mode) {
      case READ -> Access.READ;
      case WRITE -> Access.WRITE;
      case EXECUTE -> Access.EXECUTE;
    };
  }

  /** Returns a view of the attributes of a path, or null if there is none of that type. */
  static <V extends FileAttributeView> @Nullable V view(
      CordonPath path, Class<V> type, boolean followLinks) {
    Objects.requireNonNull(type, "type");
    if (type == BasicFileAttributeView.class) {
      return type.cast(new BasicView(new PosixView(path, followLinks)));
    }
    AttributeViews views = path.getFileSystem().views();
    if (!views.has(type)) {
      return null;
    }
    ProvidedView own = views.own(type);
    if (own != null) {
      return type.cast(own.of(path, followLinks));
    }
    String name = Objects.requireNonNull(AttributeNames.viewOf(type));
    return type.cast(
        switch (name) {
          case "user" -> new UserView(path, followLinks);
          case "dos" -> new DosView(path, followLinks);
          case "owner" -> new OwnerView(new PosixView(path, followLinks));
          default -> new PosixView(path, followLinks);
        });
  }

  /**
   * Reads attributes of a type.
   *
   * @throws UnsupportedOperationException if there are none
   */
  static BasicFileAttributes read(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    AttributeViews views = path.getFileSystem().views();
    if (type == BasicFileAttributes.class) {
      return path.getFileSystem().attributes(path, followLinks);
    }
    if (type == PosixFileAttributes.class && views.posix()) {
      return path.getFileSystem().posixAttributes(path, followLinks);
    }
    if (type == DosFileAttributes.class && views.has(DosFileAttributeView.class)) {
      return new DosView(path, followLinks).readAttributes();
    }
    ProvidedView own = views.ownOf(type);
    if (own == null) {
      throw new UnsupportedOperationException(
          "attributes of type " + type.getName() + " are not there");
    }
    return ((BasicFileAttributeView) own.of(path, followLinks)).readAttributes();
  }

  /** Reads attributes by name. */
  static Map<String, Object> read(CordonPath path, String list, boolean followLinks)
      throws IOException {
    AttributeViews views = path.getFileSystem().views();
    views.check(list);
    String names = AttributeNames.nameOf(list);
    ProvidedView own = views.own(list);
    if (own != null) {
      return own.read(path, names, followLinks);
    }
    if (AttributeNames.isUser(list)) {
      return new UserView(path, followLinks).read(names);
    }
    if (AttributeNames.isDos(list)) {
      return AttributeNames.select(
          DosAttributes.NAMES, new DosView(path, followLinks).readAttributes(), names);
    }
    return AttributeNames.read(path.getFileSystem().attributes(path, followLinks), list);
  }

  /**
   * Sets an attribute by name.
   *
   * @param value null leaves a time as it is, as {@link BasicFileAttributeView#setTimes} does
   */
  static void set(CordonPath path, String wanted, Object value, boolean followLinks)
      throws IOException {
    AttributeViews views = path.getFileSystem().views();
    String attribute = views.resolved(wanted);
    String name = AttributeNames.nameOf(attribute);
    ProvidedView own = views.own(attribute);
    if (value == null && own == null && AttributeNames.isTime(attribute)) {
      return;
    }
    int dosBit = AttributeNames.dosBit(attribute);
    if (own != null) {
      own.set(path, name, value, followLinks);
    } else if (AttributeNames.isUser(attribute)) {
      new UserView(path, followLinks).set(name, NewAttributes.userValue(value));
    } else if (dosBit != 0) {
      new DosView(path, followLinks).set(dosBit, (Boolean) value);
    } else {
      setOfInode(path, attribute, value, followLinks);
    }
  }

  private static void setOfInode(
      CordonPath path, String attribute, Object value, boolean followLinks) throws IOException {
    Consumer<Inode> setter =
        AttributeNames.setter(path.getFileSystem().principals(), attribute, value);
    Inode inode = path.getFileSystem().inode(path, followLinks);
    Access access = path.getFileSystem().namespace().access();
    PathName name = path.toPathName();
    String given = AttributeNames.newOwner(path.getFileSystem().principals(), attribute, value);
    if (given == null) {
      access.checkOwner(inode, name);
    } else {
      access.checkGivingAway(inode, given, name);
    }
    String group = AttributeNames.newGroup(path.getFileSystem().principals(), attribute, value);
    if (group != null) {
      access.checkGroup(inode, group, name);
    }
    setter.accept(inode);
  }
}
