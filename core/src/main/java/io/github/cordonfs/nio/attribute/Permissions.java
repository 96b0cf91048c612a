package io.github.cordonfs.nio.attribute;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Permission bits and sets of {@link PosixFilePermission}. */
final class Permissions {

  /** Permissions, and set-uid, set-gid and sticky: all that {@code chmod(2)} sets. */
  static final int MODE = 07777;

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

  /** Checks a value given as an attribute. */
  static Set<PosixFilePermission> checked(Object value) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (Object element : (Set<?>) value) {
      permissions.add((PosixFilePermission) element);
    }
    return permissions;
  }
}
