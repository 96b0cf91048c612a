package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attribute views of files in Cordon, with principals of the real file system. */
final class OverlayViews {

  private OverlayViews() {}

  /** Returns a view of Cordon as one of the overlay; null if there is none. */
  static <V extends FileAttributeView> @Nullable V of(
      @Nullable V view, Class<V> type, OverlayPrincipals principals) {
    if (type == PosixFileAttributeView.class && view instanceof PosixFileAttributeView posix) {
      return type.cast(new Posix(posix, principals));
    }
    if (type == AclFileAttributeView.class && view instanceof AclFileAttributeView acl) {
      return type.cast(new Acl(acl, principals));
    }
    if (type == FileOwnerAttributeView.class && view instanceof FileOwnerAttributeView owner) {
      return type.cast(new Owner(owner, principals));
    }
    return view;
  }

  private record Owner(FileOwnerAttributeView view, OverlayPrincipals principals)
      implements FileOwnerAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return principals.real(view.getOwner());
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      view.setOwner(principals.cordons(owner));
    }
  }

  private record Posix(PosixFileAttributeView view, OverlayPrincipals principals)
      implements PosixFileAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public PosixFileAttributes readAttributes() throws IOException {
      return new OverlayAttributes(view.readAttributes(), principals);
    }

    @Override
    public void setTimes(
        @Nullable FileTime lastModifiedTime,
        @Nullable FileTime lastAccessTime,
        @Nullable FileTime createTime)
        throws IOException {
      view.setTimes(lastModifiedTime, lastAccessTime, createTime);
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> perms) throws IOException {
      view.setPermissions(perms);
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return principals.real(view.getOwner());
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      view.setOwner(principals.cordons(owner));
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
      view.setGroup(principals.cordons(group));
    }
  }

  private record Acl(AclFileAttributeView view, OverlayPrincipals principals)
      implements AclFileAttributeView {

    @Override
    public String name() {
      return view.name();
    }

    @Override
    public List<AclEntry> getAcl() throws IOException {
      return view.getAcl().stream().map(each -> principals.entry(each, true)).toList();
    }

    @Override
    public void setAcl(List<AclEntry> acl) throws IOException {
      view.setAcl(acl.stream().map(each -> principals.entry(each, false)).toList());
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return principals.real(view.getOwner());
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      view.setOwner(principals.cordons(owner));
    }
  }
}
