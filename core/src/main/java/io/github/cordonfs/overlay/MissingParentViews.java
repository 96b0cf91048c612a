package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attribute views of a {@linkplain MissingParents directory that the disk lacks}: what there is to
 * set is refused. There are no others than these.
 */
final class MissingParentViews {

  private MissingParentViews() {}

  /** Returns a view that sets nothing; null if there is none. */
  static <V extends FileAttributeView> @Nullable V of(
      @Nullable V view, Class<V> type, OverlayPath directory) {
    if (type == PosixFileAttributeView.class && view instanceof PosixFileAttributeView posix) {
      return type.cast(new Posix(posix, directory));
    }
    if (type == BasicFileAttributeView.class && view instanceof BasicFileAttributeView basic) {
      return type.cast(new Basic(basic, directory));
    }
    if (type == FileOwnerAttributeView.class && view instanceof FileOwnerAttributeView owner) {
      return type.cast(new Owner(owner, directory));
    }
    return null;
  }

  private record Basic(BasicFileAttributeView view, OverlayPath directory)
      implements BasicFileAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      return view.readAttributes();
    }

    @Override
    public void setTimes(
        @Nullable FileTime lastModifiedTime,
        @Nullable FileTime lastAccessTime,
        @Nullable FileTime createTime)
        throws IOException {
      throw directory.readOnly();
    }
  }

  private record Owner(FileOwnerAttributeView view, OverlayPath directory)
      implements FileOwnerAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return view.getOwner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      throw directory.readOnly();
    }
  }

  private record Posix(PosixFileAttributeView view, OverlayPath directory)
      implements PosixFileAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public PosixFileAttributes readAttributes() throws IOException {
      return view.readAttributes();
    }

    @Override
    public void setTimes(
        @Nullable FileTime lastModifiedTime,
        @Nullable FileTime lastAccessTime,
        @Nullable FileTime createTime)
        throws IOException {
      throw directory.readOnly();
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> perms) throws IOException {
      throw directory.readOnly();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return view.getOwner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      throw directory.readOnly();
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
      throw directory.readOnly();
    }
  }
}
