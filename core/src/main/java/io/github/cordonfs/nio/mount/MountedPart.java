package io.github.cordonfs.nio.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory that a mount reads: two caches over one file would show two states of it.
 * Where it is does not say which it is: a directory may be mounted by the system in two places.
 *
 * @param path without symbolic links
 * @param key identifies it in its file store; null if it has none, or is not there yet
 * @param above the keys of it and of the directories above it
 */
record MountedPart(Path path, @Nullable Object key, Set<Object> above) {

  /** Looks at what is at a path, which may be nothing yet. */
  static MountedPart of(Path path) {
    Set<Object> above = new HashSet<>();
    for (Path each = path; each != null; each = each.getParent()) {
      Object key = keyOf(each);
      if (key != null) {
        above.add(key);
      }
    }
    return new MountedPart(path, keyOf(path), Set.copyOf(above));
  }

  private static @Nullable Object keyOf(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null; // not there, or not for us: then its path has to do
    }
  }

  /** Returns whether one of two is the other, or above it. */
  boolean overlaps(MountedPart other) {
    return isWithin(other) || other.isWithin(this);
  }

  private boolean isWithin(MountedPart directory) {
    // A default provider of somebody else, such as the overlay, has the disk's paths in its own.
    boolean bothOnDisk = isOnDisk(path) && isOnDisk(directory.path);
    Path there =
        bothOnDisk ? path.getFileSystem().getPath(directory.path.toString()) : directory.path;
    return path.startsWith(there)
        || (bothOnDisk && directory.key != null && above.contains(directory.key));
  }

  private static boolean isOnDisk(Path path) {
    return path.getFileSystem().provider().getScheme().equalsIgnoreCase("file");
  }
}
