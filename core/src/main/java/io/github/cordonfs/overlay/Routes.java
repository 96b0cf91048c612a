package io.github.cordonfs.overlay;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.CordonFileSystems;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which paths lead into Cordon: those whose normalised absolute form begins with a prefix. They
 * have the same absolute path there, so that {@code ..} and links in Cordon mean what they say.
 *
 * <p>If it is <em>backed</em>, Cordon has what the disk has: a mount of the root, in which every
 * path of the disk leads where it leads there. Content is read through it, names and attributes are
 * left to the disk. Changes are made through it, too, if that is asked for, and refused otherwise.
 *
 * <p>The file system is made when the first path leads into it and not at start-up: its making
 * needs a default file system that works.
 */
final class Routes {

  private final List<Path> prefixes;
  private final MissingParents missingParents;
  private final CordonOptions options;
  private final boolean backed;

  /** Made under this object's monitor. */
  private volatile @Nullable FileSystem cordon;

  /** What closes it; guarded by this object's monitor. */
  private @Nullable Closeable end;

  Routes(List<Path> prefixes, CordonOptions options, boolean backed) {
    this.prefixes = prefixes;
    // What the disk lacks is not there if it is the disk that is shown.
    this.missingParents = new MissingParents(backed ? List.of() : prefixes);
    this.options = options;
    this.backed = backed;
  }

  /** Tells whether Cordon has what the disk has. */
  boolean isBacked() {
    return backed;
  }

  /** Returns where a path of the real file system leads: itself, or a path of Cordon. */
  Path route(Path real) {
    Path absolute = real.toAbsolutePath();
    // Names that begin with a dot are few: only then is it worth looking for "..".
    boolean dotted = absolute.toString().contains("/.");
    Path plain = dotted ? absolute.normalize() : absolute;
    boolean overlaid = isOverlaid(plain);
    if (backed) {
      return overlaid ? cordon().getPath(absolute.toString()) : real;
    }
    boolean direct = !dotted || staysOnOneSide(absolute, overlaid);
    if (overlaid) {
      return cordon().getPath((direct ? absolute : plain).toString());
    }
    return direct ? real : plain;
  }

  /** Tells whether the disk can be changed through the overlay. */
  boolean isWritable() {
    return backed && options.writable();
  }

  /** Tells whether a path leads to what the disk has and the overlay shows. */
  boolean isShown(Path real) {
    return backed && isOverlaid(real.toAbsolutePath().normalize());
  }

  /** Tells whether a path leads to what the disk has and the overlay shows, read-only. */
  boolean isReadOnly(Path real) {
    return !options.writable() && isShown(real);
  }

  /** Tells whether a path is that of the directory that is mounted to be written, or above it. */
  boolean holdsMount(Path real) {
    return isWritable() && leadsToPrefix(real.toAbsolutePath().normalize());
  }

  /**
   * Tells whether there is something of the disk in a directory that whoever has opened the
   * directory itself could change without the overlay.
   */
  boolean leadsToShown(Path realDirectory) {
    Path plain = realDirectory.toAbsolutePath().normalize();
    return backed && (isOverlaid(plain) || leadsToPrefix(plain));
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

  /**
   * Tells whether a path is that of a directory above a prefix, which the disk lacks. Cordon has it
   * at the same absolute path.
   */
  boolean isMissingParent(Path real) {
    return missingParents.contains(real.toAbsolutePath().normalize());
  }

  /** Returns the path of Cordon with the same normalised absolute form. */
  Path inCordon(Path real) {
    return cordon().getPath(real.toAbsolutePath().normalize().toString());
  }

  /**
   * Returns the names that a directory outside Cordon has because of the overlay: of prefixes that
   * are there, and of directories above a prefix that the disk lacks.
   */
  Set<String> namesIn(Path realDirectory) {
    Set<String> names = new LinkedHashSet<>();
    if (backed) {
      return names;
    }
    Path plain = realDirectory.toAbsolutePath().normalize();
    for (Path prefix : prefixes) {
      if (prefix.startsWith(plain) && !prefix.equals(plain)) {
        Path child = plain.resolve(prefix.getName(plain.getNameCount()));
        boolean there =
            isOverlaid(child)
                ? Files.exists(cordon().getPath(child.toString()), LinkOption.NOFOLLOW_LINKS)
                : missingParents.contains(child);
        if (there) {
          names.add(child.getName(plain.getNameCount()).toString());
        }
      }
    }
    return names;
  }

  /** Returns the names of the attribute views that files below the prefixes have. */
  Set<String> attributeViews(FileSystem real) {
    return backed ? real.supportedFileAttributeViews() : CordonFileSystems.attributeViews(options);
  }

  /**
   * Returns the directories of the real file system that the overlay shows, as far as they exist.
   */
  List<Path> shown() {
    return backed ? prefixes.stream().filter(Files::exists).toList() : List.of();
  }

  /** Returns Cordon's file system. */
  FileSystem cordon() {
    FileSystem made = cordon;
    return made == null ? make() : made;
  }

  /**
   * Tells whether this thread is making Cordon's file system just now. Whatever it reads for that,
   * such as classes or settings, it cannot read through it.
   */
  boolean isMaking() {
    return cordon == null && Thread.holdsLock(this);
  }

  private synchronized FileSystem make() {
    FileSystem made = cordon;
    if (made != null) {
      return made;
    }
    try {
      made = backed ? mount() : CordonFileSystems.create(options);
      end = CordonFileSystems.keepOpen(made, "the memory behind the default file system");
      if (!backed) {
        for (Path prefix : prefixes) {
          Files.createDirectories(made.getPath(prefix.toString()));
        }
      }
      cordon = made;
      return made;
    } catch (IOException e) {
      String what = backed ? "the overlay cannot be made: " : "no memory for the overlay: ";
      throw new UncheckedIOException(what + e.getMessage(), e);
    }
  }

  private FileSystem mount() throws IOException {
    if (isWritable()) {
      // It has to be there before anything is written below it: the journal is in it.
      Files.createDirectories(prefixes.getFirst());
    }
    return CordonFileSystems.mount(prefixes.getFirst().getRoot(), prefixes, options);
  }

  /** Gives the memory back. For an overlay that is not the default of its JVM. */
  synchronized void close() throws IOException {
    if (end != null) {
      end.close();
    }
  }
}
