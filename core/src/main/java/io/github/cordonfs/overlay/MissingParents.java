package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories above paths of the overlay, as far as the disk lacks them: without them a walk
 * from the root would not find what is in Cordon. Where the disk has something, that is what there
 * is; it is asked each time, as others may create and delete such directories.
 */
final class MissingParents {

  /** Absolute and normalised, without the root, which no disk lacks. */
  private final Set<Path> above = new HashSet<>();

  private int deepest;

  MissingParents(List<Path> prefixes) {
    for (Path prefix : prefixes) {
      for (Path each = prefix.getParent();
          each != null && each.getNameCount() > 0;
          each = each.getParent()) {
        above.add(each);
        deepest = Math.max(deepest, each.getNameCount());
      }
    }
  }

  /**
   * Tells whether a directory is missing on the disk and there because of the overlay.
   *
   * @param plain a normalised absolute path of the real file system
   */
  boolean contains(Path plain) {
    return plain.getNameCount() <= deepest && above.contains(plain) && !isOnDisk(plain);
  }

  private static boolean isOnDisk(Path plain) {
    try {
      return plain
              .getFileSystem()
              .provider()
              .readAttributesIfExists(plain, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          != null;
    } catch (IOException _) {
      // It cannot be seen, which is not the same as missing.
      return true;
    }
  }
}
