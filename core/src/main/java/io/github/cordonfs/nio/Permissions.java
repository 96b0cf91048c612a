package io.github.cordonfs.nio;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Permission bits and sets of {@link PosixFilePermission}. */
final class Permissions {

  /** What new files and directories get: everything a umask of 022 leaves. */
  static final int FILE = 0644;

  static final int DIRECTORY = 0755;
  private static final int EXECUTE = 0111;

  private Permissions() {}

  static int toBits(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (PosixFilePermission permission : permissions) {
      bits |= bit(permission);
    }
    return bits;
  }

  static Set<PosixFilePermission> ofBits(int bits) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((bits & bit(permission)) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }

  static boolean anyExecute(int bits) {
    return (bits & EXECUTE) != 0;
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 0040;
      case GROUP_WRITE -> 0020;
      case GROUP_EXECUTE -> 0010;
      case OTHERS_READ -> 0004;
      case OTHERS_WRITE -> 0002;
      case OTHERS_EXECUTE -> 0001;
    };
  }

  /**
   * Returns the permission bits that attributes for a new file ask for.
   *
   * @throws UnsupportedOperationException if they ask for anything else
   */
  static int requested(FileAttribute<?>[] attributes, int otherwise) {
    int bits = otherwise;
    for (FileAttribute<?> attribute : attributes) {
      if (!attribute.name().equals("posix:permissions")) {
        throw new UnsupportedOperationException(
            "cannot be set when a file is made: " + attribute.name());
      }
      bits = toBits(checked(attribute.value()));
    }
    return bits;
  }

  /** Checks a value given as an attribute. */
  static Set<PosixFilePermission> checked(Object value) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (Object element : (Set<?>) value) {
      permissions.add((PosixFilePermission) element);
    }
    return permissions;
  }
}
