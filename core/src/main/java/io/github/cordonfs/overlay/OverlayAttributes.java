package io.github.cordonfs.overlay;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Attributes of a file in Cordon, with principals of the real file system.
 *
 * @param file what Cordon says
 */
record OverlayAttributes(PosixFileAttributes file, OverlayPrincipals principals)
    implements PosixFileAttributes {

  @Override
  public UserPrincipal owner() {
    return principals.real(file.owner());
  }

  @Override
  public GroupPrincipal group() {
    return principals.real(file.group());
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return file.permissions();
  }

  @Override
  public FileTime lastModifiedTime() {
    return file.lastModifiedTime();
  }

  @Override
  public FileTime lastAccessTime() {
    return file.lastAccessTime();
  }

  @Override
  public FileTime creationTime() {
    return file.creationTime();
  }

  @Override
  public boolean isRegularFile() {
    return file.isRegularFile();
  }

  @Override
  public boolean isDirectory() {
    return file.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return file.isSymbolicLink();
  }

  @Override
  public boolean isOther() {
    return file.isOther();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public Object fileKey() {
    return file.fileKey();
  }
}
