package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The attributes of a file at one moment, all of them. */
sealed class AttributeSnapshot implements BasicFileAttributes permits PosixSnapshot {

  /** Identifies a file in this process. */
  private record FileKey(String fileSystem, long inode) {}

  private final Class<? extends Inode> type;
  private final PathAttributes fileSystem;
  private final long inode;
  private final long size;
  private final long modified;
  private final long accessed;
  private final long created;
  private final long changed;
  private final int links;
  private final long allocated;
  private final int permissions;
  private final Owners owners;

  AttributeSnapshot(PathAttributes fileSystem, Inode inode) {
    this.type = inode.getClass();
    this.fileSystem = fileSystem;
    this.inode = inode.number();
    this.size = inode.size();
    this.modified = inode.modifiedTime();
    this.accessed = inode.accessTime();
    this.created = inode.creationTime();
    this.changed = inode.changeTime();
    this.links = inode.links();
    this.allocated = inode.allocatedBytes();
    this.permissions = inode.permissions();
    this.owners = inode.owners();
  }

  @Override
  public FileTime lastModifiedTime() {
    return time(modified);
  }

  @Override
  public FileTime lastAccessTime() {
    return time(accessed);
  }

  @Override
  public FileTime creationTime() {
    return time(created);
  }

  private static FileTime time(long nanos) {
    return FileTime.from(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean isRegularFile() {
    return type == RegularFile.class;
  }

  @Override
  public boolean isDirectory() {
    return type == Directory.class;
  }

  @Override
  public boolean isSymbolicLink() {
    return type == SymbolicLink.class;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Object fileKey() {
    return new FileKey(fileSystem.identity(), inode);
  }

  public UserPrincipal owner() {
    return new Principals.User(owners.user());
  }

  public GroupPrincipal group() {
    return new Principals.Group(owners.group());
  }

  public Set<PosixFilePermission> permissions() {
    return Permissions.ofBits(permissions);
  }

  /** Type and permissions, as {@code st_mode}. */
  int mode() {
    int type = isRegularFile() ? 0100000 : isDirectory() ? 0040000 : 0120000;
    return type | permissions;
  }

  long inode() {
    return inode;
  }

  /** The number of the file system, as {@code st_dev}. */
  long device() {
    return fileSystem.device();
  }

  /** The owner's number, as {@code st_uid}. */
  int uid() {
    return fileSystem.principals().number(owners.user());
  }

  /** The group's number, as {@code st_gid}. */
  int gid() {
    return fileSystem.principals().number(owners.group());
  }

  int links() {
    return links;
  }

  FileTime changeTime() {
    return time(changed);
  }

  /** Memory held, as {@code st_blocks}: in units of 512 bytes, poisoned pages included (row U6). */
  long blocks() {
    return allocated >>> 9;
  }
}
