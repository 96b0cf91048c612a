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
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
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
    CordonFileSystem fileSystem = path.getFileSystem();
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
    if (type == UserDefinedFileAttributeView.class) {
      return type.cast(new UserView(path, followLinks));
    }
    if (type == DosFileAttributeView.class) {
      return type.cast(new DosView(path, followLinks));
    }
    String name =
        type == BasicFileAttributeView.class
            ? "basic"
            : type == PosixFileAttributeView.class
                ? "posix"
                : type == FileOwnerAttributeView.class ? "owner" : null;
    return name == null ? null : type.cast(new PosixView(path, followLinks, name));
  }

  /**
   * Reads attributes of a type that is not a basic one.
   *
   * @throws UnsupportedOperationException if there are none
   */
  static BasicFileAttributes read(CordonPath path, Class<?> type, boolean followLinks)
      throws IOException {
    if (type == DosFileAttributes.class) {
      return new DosView(path, followLinks).readAttributes();
    }
    throw new UnsupportedOperationException(
        "attributes of type " + type.getName() + " are not there");
  }

  /** Reads attributes by name. */
  static Map<String, Object> read(CordonPath path, String attributes, boolean followLinks)
      throws IOException {
    AttributeNames.check(attributes);
    if (AttributeNames.isUser(attributes)) {
      return new UserView(path, followLinks).read(AttributeNames.nameOf(attributes));
    }
    if (AttributeNames.isDos(attributes)) {
      return AttributeNames.select(
          DosAttributes.NAMES,
          new DosView(path, followLinks).readAttributes(),
          AttributeNames.nameOf(attributes));
    }
    return AttributeNames.read(path.getFileSystem().attributes(path, followLinks), attributes);
  }

  /** Sets an attribute by name. */
  static void set(CordonPath path, String attribute, Object value, boolean followLinks)
      throws IOException {
    AttributeNames.check(attribute);
    if (AttributeNames.isUser(attribute)) {
      new UserView(path, followLinks)
          .set(AttributeNames.nameOf(attribute), NewAttributes.userValue(value));
      return;
    }
    int dosBit = AttributeNames.dosBit(attribute);
    if (dosBit != 0) {
      new DosView(path, followLinks).set(dosBit, (Boolean) value);
      return;
    }
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
    setter.accept(inode);
  }
}
