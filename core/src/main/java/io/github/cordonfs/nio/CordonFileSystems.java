package io.github.cordonfs.nio;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.RangeWatch;
import io.github.cordonfs.nio.attribute.AttributeViews;
import io.github.cordonfs.nio.management.ManagedFileSystem;
import io.github.cordonfs.nio.mount.MountedFileSystem;
import io.github.cordonfs.nio.option.EnvironmentOptions;
import io.github.cordonfs.nio.path.OverlaidFileSystem;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open file systems of this process, by name. Whether made through {@link
 * io.github.cordonfs.Cordon} or by URI, through whichever instance of the provider, they are all
 * here.
 */
public final class CordonFileSystems {

  /** Also the lock for it, for the names in it, and for {@link #unnamed}. */
  private static final Map<String, Name> NAMES = new HashMap<>();

  private static long unnamed;

  /**
   * A name that is taken: at first by a file system that is being opened and that nobody gets yet,
   * then by one that is open.
   */
  private static final class Name {
    final String text;
    private @Nullable ProviderFileSystem fileSystem;

    Name(String text) {
      this.text = text;
    }
  }

  private CordonFileSystems() {}

  /**
   * Makes a file system.
   *
   * @throws FileSystemAlreadyExistsException if the name in the options is taken
   * @throws IOException if the operating system refuses the memory
   */
  public static FileSystem create(CordonOptions options) throws IOException {
    StackProbe.touch();
    PageCacheFileSystem made = open(options);
    boolean done = false;
    try {
      made.management().register(made);
      done = true;
      return made;
    } finally {
      if (!done) {
        made.discard();
      }
    }
  }

  /**
   * Mounts a directory read-only.
   *
   * @param directory of whatever provider
   * @throws FileSystemAlreadyExistsException if the name in the options is taken, or the directory
   *     lies in one that is mounted already, or the other way round
   * @throws IOException if it is no directory, or the operating system refuses the memory
   */
  public static FileSystem mount(Path directory, CordonOptions options) throws IOException {
    StackProbe.touch();
    Name name = reserve(options.name().orElse(null));
    MountedFileSystem made = null;
    boolean done = false;
    try {
      made =
          MountedFileSystem.open(
              name.text,
              PageCacheFileSystem.newDevice(),
              CordonFileSystemProvider.provider(),
              options,
              directory,
              () -> giveBack(name));
      publishMount(name, made);
      made.register();
      done = true;
      return made;
    } finally {
      if (!done && made != null) {
        made.close();
      } else if (!done) {
        giveBack(name);
      }
    }
  }

  /** Two caches over one file would show two states of it. */
  private static void publishMount(Name name, MountedFileSystem made) {
    synchronized (NAMES) {
      for (Name other : NAMES.values()) {
        if (other.fileSystem instanceof MountedFileSystem mount
            && (mount.mounted().startsWith(made.mounted())
                || made.mounted().startsWith(mount.mounted()))) {
          throw new FileSystemAlreadyExistsException(
              made.mounted() + " overlaps " + mount.mounted() + ", which is mounted as " + mount);
        }
      }
      name.fileSystem = made;
    }
  }

  /**
   * Opens a file system without the lock: to obtain the memory and to ask users' attribute
   * providers can take long, and other file systems do not wait for it.
   */
  private static PageCacheFileSystem open(CordonOptions options) throws IOException {
    Name name = reserve(options.name().orElse(null));
    boolean done = false;
    try {
      PageCacheFileSystem made = PageCacheFileSystem.open(name.text, options);
      publish(name, made);
      done = true;
      return made;
    } finally {
      if (!done) {
        giveBack(name);
      }
    }
  }

  private static Name reserve(@Nullable String wanted) {
    synchronized (NAMES) {
      if (wanted != null && NAMES.containsKey(wanted)) {
        throw new FileSystemAlreadyExistsException(wanted);
      }
      Name name = new Name(wanted == null ? freeName() : wanted);
      NAMES.put(name.text, name);
      return name;
    }
  }

  /** Allocates nothing, so that what was opened does not get lost here. */
  private static void publish(Name name, PageCacheFileSystem made) {
    synchronized (NAMES) {
      name.fileSystem = made;
    }
  }

  private static void giveBack(Name name) {
    synchronized (NAMES) {
      NAMES.remove(name.text, name);
    }
  }

  private static String freeName() {
    String name;
    do {
      name = "cordon-" + ++unnamed;
    } while (NAMES.containsKey(name));
    return name;
  }

  /**
   * Lets a file system refuse to be closed, with an {@link UnsupportedOperationException}, because
   * others depend on it. Its name and its paths lead everybody to it.
   *
   * @param role what it serves as, for the message: "the file system behind something"
   * @return what closes it all the same
   * @throws IllegalArgumentException if it is of another provider
   */
  public static Closeable keepOpen(FileSystem fileSystem, String role) {
    if (!(fileSystem instanceof PageCacheFileSystem kept)) {
      throw new IllegalArgumentException("not a file system in memory: " + fileSystem);
    }
    kept.keepOpen(role);
    return kept::end;
  }

  /**
   * Reads options as the map of {@code FileSystems.newFileSystem(URI, Map)} has them.
   *
   * @throws IllegalArgumentException naming an unknown key or a bad value
   */
  public static CordonOptions options(String name, Map<String, ?> environment) {
    return EnvironmentOptions.parse(name, environment);
  }

  /** Returns the names of the attribute views that a file system with such options supports. */
  public static Set<String> attributeViews(CordonOptions options) {
    return new AttributeViews(options).names();
  }

  /**
   * Returns the open file system of a name.
   *
   * @throws FileSystemNotFoundException if there is none, or it is still being opened
   */
  static ProviderFileSystem get(String name) {
    synchronized (NAMES) {
      Name found = NAMES.get(name);
      if (found == null || found.fileSystem == null) {
        throw new FileSystemNotFoundException(name);
      }
      return found.fileSystem;
    }
  }

  /** Frees the name of a file system that was closed. */
  static void forget(ProviderFileSystem closed) {
    synchronized (NAMES) {
      Name found = NAMES.get(closed.name());
      if (found != null && closed.equals(found.fileSystem)) {
        NAMES.remove(found.text, found);
      }
    }
  }

  /**
   * Returns the memory failures of a file system.
   *
   * @throws IllegalArgumentException if it is of another provider
   */
  public static MemoryFailures memoryFailures(FileSystem fileSystem) {
    return managed(fileSystem).memoryFailures();
  }

  /**
   * Returns how a file system uses memory.
   *
   * @throws IllegalArgumentException if it is of another provider
   */
  public static MemoryUsage memoryUsage(FileSystem fileSystem) {
    return managed(fileSystem).memoryUsage();
  }

  /** Returns how many ranges of addresses this process is mapped in. */
  public static AddressRanges addressRanges() {
    return new AddressRanges(RangeWatch.inUse(), RangeWatch.limit());
  }

  /**
   * Returns what the background collapser of a file system has done.
   *
   * @throws IllegalArgumentException if it is of another provider
   */
  public static CollapseCounters collapseCounters(FileSystem fileSystem) {
    return managed(fileSystem).collapseCounters();
  }

  private static ManagedFileSystem managed(FileSystem fileSystem) {
    FileSystem meant =
        fileSystem instanceof OverlaidFileSystem overlaid ? overlaid.cordon() : fileSystem;
    if (meant instanceof ManagedFileSystem cordon) {
      return cordon;
    }
    throw new IllegalArgumentException("not a file system of Cordon: " + fileSystem);
  }
}
