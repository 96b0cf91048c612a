package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.inode.Inode;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attribute view {@code posix} of a path; what {@link BasicView} and {@link OwnerView} show is
 * a part of it.
 */
final class PosixView implements PosixFileAttributeView {

  private final PathAttributes attributes;
  private final CordonPath path;
  private final boolean followLinks;

  PosixView(PathAttributes attributes, CordonPath path, boolean followLinks) {
    this.attributes = attributes;
    this.path = path;
    this.followLinks = followLinks;
  }

  /** Returns what is no {@link PosixFileAttributes}. */
  BasicFileAttributes readBasicAttributes() throws IOException {
    return attributes.basic(path, followLinks);
  }

  /** Returns what the path leads to, if its attributes may be set. */
  private Inode settable() throws IOException {
    StackProbe.touch();
    Inode inode = attributes.lookup().inode(path, followLinks);
    attributes.lookup().namespace().access().checkOwner(inode, path.toPathName());
    return inode;
  }

  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    return attributes.posix(path, followLinks);
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime)
      throws IOException {
    if (lastModifiedTime == null && lastAccessTime == null && createTime == null) {
      // Nothing to do, so nothing to fail, but with what is closed.
      path.checkOpen();
      return;
    }
    settable()
        .setTimes(
            FileTimes.nanosOrNull(lastModifiedTime),
            FileTimes.nanosOrNull(lastAccessTime),
            FileTimes.nanosOrNull(createTime));
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> perms) throws IOException {
    settable().setPermissions(Permissions.toBits(perms));
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    String user = Principals.user(owner);
    Inode inode = settable();
    attributes.lookup().namespace().access().checkGivingAway(inode, user, path.toPathName());
    inode.setUser(user);
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    String name = Principals.group(group);
    Inode inode = settable();
    attributes.lookup().namespace().access().checkGroup(inode, name, path.toPathName());
    inode.setGroup(name);
  }
}
