package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attribute views through which nothing can be set. */
final class ReadOnlyViews {

  /** Says why not. */
  interface Refusal {
    /**
     * Returns why nothing can be set.
     *
     * @throws IOException if the file could not be used anyway
     */
    IOException refused() throws IOException;
  }

  private ReadOnlyViews() {}

  /**
   * Returns a view of a {@linkplain MissingParents directory that the disk lacks}, which has no
   * others than these; null if there is none.
   */
  static <V extends FileAttributeView> @Nullable V ofMissingParent(
      @Nullable V view, Class<V> type, OverlayPath directory) {
    return type == PosixFileAttributeView.class
            || type == BasicFileAttributeView.class
            || type == FileOwnerAttributeView.class
        ? of(view, type, directory::readOnly)
        : null;
  }

  /** Returns a view that sets nothing; null if there is none, or none that is known. */
  static <V extends FileAttributeView> @Nullable V of(
      @Nullable V view, Class<V> type, Refusal refusal) {
    if (type == DosFileAttributeView.class && view instanceof DosFileAttributeView dos) {
      return type.cast(new Dos(dos, refusal));
    }
    if (type == UserDefinedFileAttributeView.class
        && view instanceof UserDefinedFileAttributeView user) {
      return type.cast(new User(user, refusal));
    }
    if (type == PosixFileAttributeView.class && view instanceof PosixFileAttributeView posix) {
      return type.cast(new Posix(posix, refusal));
    }
    if (type == BasicFileAttributeView.class && view instanceof BasicFileAttributeView basic) {
      return type.cast(new Basic(basic, refusal));
    }
    if (type == FileOwnerAttributeView.class && view instanceof FileOwnerAttributeView owner) {
      return type.cast(new Owner(owner, refusal));
    }
    return null;
  }

  private record Basic(BasicFileAttributeView view, Refusal refusal)
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
      throw refusal.refused();
    }
  }

  private record Dos(DosFileAttributeView view, Refusal refusal) implements DosFileAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public DosFileAttributes readAttributes() throws IOException {
      return view.readAttributes();
    }

    @Override
    public void setTimes(
        @Nullable FileTime lastModifiedTime,
        @Nullable FileTime lastAccessTime,
        @Nullable FileTime createTime)
        throws IOException {
      throw refusal.refused();
    }

    @Override
    public void setReadOnly(boolean value) throws IOException {
      throw refusal.refused();
    }

    @Override
    public void setHidden(boolean value) throws IOException {
      throw refusal.refused();
    }

    @Override
    public void setSystem(boolean value) throws IOException {
      throw refusal.refused();
    }

    @Override
    public void setArchive(boolean value) throws IOException {
      throw refusal.refused();
    }
  }

  private record User(UserDefinedFileAttributeView view, Refusal refusal)
      implements UserDefinedFileAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public List<String> list() throws IOException {
      return view.list();
    }

    @Override
    public int size(String name) throws IOException {
      return view.size(name);
    }

    @Override
    public int read(String name, ByteBuffer dst) throws IOException {
      return view.read(name, dst);
    }

    @Override
    public int write(String name, ByteBuffer src) throws IOException {
      throw refusal.refused();
    }

    @Override
    public void delete(String name) throws IOException {
      throw refusal.refused();
    }
  }

  private record Owner(FileOwnerAttributeView view, Refusal refusal)
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
      throw refusal.refused();
    }
  }

  private record Posix(PosixFileAttributeView view, Refusal refusal)
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
      throw refusal.refused();
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> perms) throws IOException {
      throw refusal.refused();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return view.getOwner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      throw refusal.refused();
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
      throw refusal.refused();
    }
  }
}
