package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.attribute.UserAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The attribute view {@code dos}, as the JDK has it on Linux: whoever reads it needs permission to
 * read the file, whoever sets a bit to read and write it, and a symbolic link has none (contract
 * row S42).
 */
final class DosView implements DosFileAttributeView {

  /** So many bytes does the JDK read. */
  private static final int MAX_BYTES = 24;

  private final PathAttributes fileSystem;
  private final CordonPath path;
  private final boolean followLinks;

  DosView(PathAttributes fileSystem, CordonPath path, boolean followLinks) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.followLinks = followLinks;
  }

  @Override
  public String name() {
    return "dos";
  }

  @Override
  public DosAttributes readAttributes() throws IOException {
    StackProbe.touch();
    Inode inode;
    DosAttributes attributes;
    do {
      inode = opened(Access.READ);
      attributes =
          new DosAttributes(new AttributeSnapshot(fileSystem, inode), bits(inode.userAttributes()));
      // As PathAttributes.basic: a file that went meanwhile looks empty.
      fileSystem.lookup().checkOpen();
    } while (inode.isGone());
    return attributes;
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime)
      throws IOException {
    new PosixView(fileSystem, path, followLinks)
        .setTimes(lastModifiedTime, lastAccessTime, createTime);
  }

  @Override
  public void setReadOnly(boolean value) throws IOException {
    set(DosAttributes.READ_ONLY, value);
  }

  @Override
  public void setHidden(boolean value) throws IOException {
    set(DosAttributes.HIDDEN, value);
  }

  @Override
  public void setSystem(boolean value) throws IOException {
    set(DosAttributes.SYSTEM, value);
  }

  @Override
  public void setArchive(boolean value) throws IOException {
    set(DosAttributes.ARCHIVE, value);
  }

  /** Sets or clears a bit of {@link DosAttributes#BITS}, and no other that is set meanwhile. */
  void set(int bit, boolean on) throws IOException {
    StackProbe.touch();
    Inode inode = opened(Access.READ | Access.WRITE);
    UserAttributes before;
    UserAttributes after;
    do {
      before = inode.userAttributes();
      int bits = bits(before);
      after = DosAttributes.withBits(before, on ? bits | bit : bits & ~bit);
      if (!after.fit()) {
        throw FileErrors.noSpace(path.toString());
      }
    } while (after != before && !inode.exchangeUserAttributes(before, after));
  }

  private int bits(UserAttributes kept) throws FileSystemException {
    if (kept.size(DosAttributes.KEPT_IN) > MAX_BYTES) {
      throw new FileSystemException(path.toString(), null, "Numerical result out of range");
    }
    try {
      return DosAttributes.bits(kept);
    } catch (IllegalArgumentException e) {
      FileSystemException failure =
          new FileSystemException(
              path.toString(), null, "Value of user.DOSATTRIB attribute is invalid");
      failure.initCause(e);
      throw failure;
    }
  }

  private Inode opened(int wanted) throws IOException {
    Inode inode = fileSystem.lookup().inode(path, followLinks);
    if (inode instanceof SymbolicLink) {
      throw new FileSystemException(
          path.toString(),
          null,
          "Too many levels of symbolic links or unable to access attributes of symbolic link");
    }
    fileSystem.lookup().namespace().access().check(inode, wanted, path.toPathName());
    return inode;
  }
}
