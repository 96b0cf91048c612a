package io.github.cordonfs.overlay;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.CordonFileSystems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which paths lead into Cordon: those whose normalised absolute form begins with a prefix. They
 * have the same absolute path there, so that {@code ..} and links in Cordon mean what they say.
 *
 * <p>The file system is made when the first path leads into it and not at start-up: its making
 * needs a default file system that works.
 */
final class Routes {

  private final List<Path> prefixes;
  private final CordonOptions options;

  /** Made under this object's monitor. */
  private volatile @Nullable FileSystem cordon;

  Routes(List<Path> prefixes, CordonOptions options) {
    this.prefixes = prefixes;
    this.options = options;
  }

  /** Returns where a path of the real file system leads: itself, or a path of Cordon. */
  Path route(Path real) {
    Path absolute = real.toAbsolutePath();
    // Names that begin with a dot are few: only then is it worth looking for "..".
    boolean dotted = absolute.toString().contains("/.");
    Path plain = dotted ? absolute.normalize() : absolute;
    boolean overlaid = isOverlaid(plain);
    boolean direct = !dotted || staysOnOneSide(absolute, overlaid);
    if (overlaid) {
      return cordon().getPath((direct ? absolute : plain).toString());
    }
    return direct ? real : plain;
  }

  private boolean isOverlaid(Path normalised) {
    for (Path prefix : prefixes) {
      if (normalised.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a path with dots goes to its end without a detour through the other file system,
   * in which its names may not exist, or through directories above the prefix that Cordon lacks.
   */
  private boolean staysOnOneSide(Path absolute, boolean overlaid) {
    Path at = absolute.getRoot();
    for (Path name : absolute) {
      at = at.resolve(name).normalize();
      boolean there = isOverlaid(at) || (overlaid && leadsToPrefix(at));
      if (there != overlaid) {
        return false;
      }
    }
    return true;
  }

  private boolean leadsToPrefix(Path normalised) {
    return prefixes.stream().anyMatch(prefix -> prefix.startsWith(normalised));
  }

  /** Returns the names that a real directory has in Cordon: of prefixes that are there. */
  List<String> namesIn(Path realDirectory) {
    Path plain = realDirectory.toAbsolutePath().normalize();
    List<String> names = new ArrayList<>();
    for (Path prefix : prefixes) {
      Path parent = prefix.getParent();
      // A prefix within a prefix is Cordon's to list.
      if (parent != null
          && parent.equals(plain)
          && Files.exists(cordon().getPath(prefix.toString()))) {
        names.add(prefix.subpath(prefix.getNameCount() - 1, prefix.getNameCount()).toString());
      }
    }
    return names;
  }

  /** Returns the names of the attribute views that Cordon's file system supports. */
  Set<String> attributeViews() {
    return CordonFileSystems.attributeViews(options);
  }

  /** Returns Cordon's file system. */
  FileSystem cordon() {
    FileSystem made = cordon;
    return made == null ? make() : made;
  }

  private synchronized FileSystem make() {
    FileSystem made = cordon;
    if (made != null) {
      return made;
    }
    try {
      made = CordonFileSystems.create(options);
      for (Path prefix : prefixes) {
        Files.createDirectories(made.getPath(prefix.toString()));
      }
      cordon = made;
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("no memory for the overlay: " + e.getMessage(), e);
    }
  }
}
