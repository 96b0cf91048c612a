package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
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

/**
 * Attributes and permissions of what the paths of one file system lead to, as the provider is asked
 * for them.
 *
 * @param identity a text that no other file system of this process has or had
 * @param device a number that no other file system of this process has or had
 */
public record PathAttributes(
    PathLookup lookup, String identity, long device, Principals principals, AttributeViews views) {

  /** Returns what is no {@code PosixFileAttributes}. */
  AttributeSnapshot basic(CordonPath path, boolean followLinks) throws IOException {
    return snapshot(path, followLinks, false);
  }

  PosixSnapshot posix(CordonPath path, boolean followLinks) throws IOException {
    return (PosixSnapshot) snapshot(path, followLinks, true);
  }

  private AttributeSnapshot snapshot(CordonPath path, boolean followLinks, boolean posix)
      throws IOException {
    Inode inode;
    AttributeSnapshot attributes;
    do {
      inode = lookup.existing(path, followLinks);
      attributes = posix ? new PosixSnapshot(this, inode) : new AttributeSnapshot(this, inode);
      // A file that went meanwhile, alone or with its file system, looks empty: look again.
      lookup.checkOpen();
    } while (inode.isGone());
    return attributes;
  }

  /**
   * Checks that a file exists and may be used. Where permissions are not enforced, as for root,
   * only a regular file that nobody may execute is not executable.
   */
  public void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    Inode inode = lookup.existing(path, true);
    Access access = lookup.namespace().access();
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
  public <V extends FileAttributeView> @Nullable V view(
      CordonPath path, Class<V> type, boolean followLinks) {
    Objects.requireNonNull(type, "type");
    if (type == BasicFileAttributeView.class) {
      return type.cast(new BasicView(new PosixView(this, path, followLinks)));
    }
    if (!views.has(type)) {
      return null;
    }
    ProvidedView own = views.own(type);
    if (own != null) {
      return type.cast(own.of(this, path, followLinks));
    }
    String name = Objects.requireNonNull(AttributeNames.viewOf(type));
    return type.cast(
        switch (name) {
          case "user" -> new UserView(lookup, path, followLinks);
          case "dos" -> new DosView(this, path, followLinks);
          case "owner" -> new OwnerView(new PosixView(this, path, followLinks));
          default -> new PosixView(this, path, followLinks);
        });
  }

  /**
   * Reads attributes of a type.
   *
   * @throws UnsupportedOperationException if there are none
   */
  public BasicFileAttributes read(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    if (type == BasicFileAttributes.class) {
      return basic(path, followLinks);
    }
    if (type == PosixFileAttributes.class && views.posix()) {
      return posix(path, followLinks);
    }
    if (type == DosFileAttributes.class && views.has(DosFileAttributeView.class)) {
      return new DosView(this, path, followLinks).readAttributes();
    }
    ProvidedView own = views.ownOf(type);
    if (own == null) {
      throw new UnsupportedOperationException(
          "attributes of type " + type.getName() + " are not there");
    }
    return ((BasicFileAttributeView) own.of(this, path, followLinks)).readAttributes();
  }

  /** Reads attributes by name. */
  public Map<String, Object> read(CordonPath path, String list, boolean followLinks)
      throws IOException {
    views.check(list);
    String names = AttributeNames.nameOf(list);
    ProvidedView own = views.own(list);
    if (own != null) {
      return own.read(this, path, names, followLinks);
    }
    if (AttributeNames.isUser(list)) {
      return new UserView(lookup, path, followLinks).read(names);
    }
    if (AttributeNames.isDos(list)) {
      return AttributeNames.select(
          DosAttributes.NAMES, new DosView(this, path, followLinks).readAttributes(), names);
    }
    return AttributeNames.read(basic(path, followLinks), list);
  }

  /**
   * Sets an attribute by name.
   *
   * @param value null leaves a time as it is, as {@link BasicFileAttributeView#setTimes} does
   */
  public void set(CordonPath path, String wanted, Object value, boolean followLinks)
      throws IOException {
    String attribute = views.resolved(wanted);
    String name = AttributeNames.nameOf(attribute);
    ProvidedView own = views.own(attribute);
    if (value == null && own == null && AttributeNames.isTime(attribute)) {
      return;
    }
    int dosBit = AttributeNames.dosBit(attribute);
    if (own != null) {
      own.set(lookup, path, name, value, followLinks);
    } else if (AttributeNames.isUser(attribute)) {
      new UserView(lookup, path, followLinks).set(name, NewAttributes.userValue(value));
    } else if (dosBit != 0) {
      new DosView(this, path, followLinks).set(dosBit, (Boolean) value);
    } else {
      setOfInode(path, attribute, value, followLinks);
    }
  }

  private void setOfInode(CordonPath path, String attribute, Object value, boolean followLinks)
      throws IOException {
    Consumer<Inode> setter = AttributeNames.setter(principals, attribute, value);
    Inode inode = lookup.inode(path, followLinks);
    Access access = lookup.namespace().access();
    PathName name = path.toPathName();
    String given = AttributeNames.newOwner(principals, attribute, value);
    if (given == null) {
      access.checkOwner(inode, name);
    } else {
      access.checkGivingAway(inode, given, name);
    }
    String group = AttributeNames.newGroup(principals, attribute, value);
    if (group != null) {
      access.checkGroup(inode, group, name);
    }
    setter.accept(inode);
  }
}
