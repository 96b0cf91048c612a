package io.github.cordonfs.nio;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.RangeWatch;
import io.github.cordonfs.nio.attribute.AttributeViews;
import io.github.cordonfs.nio.mount.BackedFileSystem;
import io.github.cordonfs.nio.mount.MountedFileSystem;
import io.github.cordonfs.nio.mount.StoreFileSystem;
import io.github.cordonfs.nio.option.EnvironmentOptions;
import io.github.cordonfs.nio.path.OverlaidFileSystem;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Whether the maker of the file system chose it, and so can find it by it at any time. */
    final boolean chosen;

    private @Nullable WeakReference<ProviderFileSystem> fileSystem;

    /** If the name was chosen: one without is not kept by it. */
    @SuppressWarnings("unused")
    private @Nullable ProviderFileSystem kept;

    Name(String text, boolean chosen) {
      this.text = text;
      this.chosen = chosen;
    }

    @Nullable ProviderFileSystem get() {
      return fileSystem == null ? null : fileSystem.get();
    }
  }

  private CordonFileSystems() {}

  /**
   * Makes a file system.
   *
   * @throws FileSystemAlreadyExistsException if the name in the options is taken
   * @throws IOException if the operating system refuses the memory
   */
  public static CordonFileSystem create(CordonOptions options) throws IOException {
    StackProbe.touch();
    PageCacheFileSystem made = open(options);
    boolean done = false;
    try {
      made.management().register(made);
      if (options.name().isEmpty()) {
        made.watchForLeak();
      }
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
  public static CordonFileSystem mount(Path directory, CordonOptions options) throws IOException {
    if (directory.getFileSystem() instanceof OverlaidFileSystem overlaid) {
      // Its own mount, if it is one, is made when it is first needed, and must find no other then.
      var _ = overlaid.cordon();
    }
    return mount(directory, List.of(directory), options);
  }

  /**
   * Mounts a directory of which only some parts are used, for somebody who sees to that.
   *
   * @param parts paths in the directory, of the same file system; other mounts must not overlap
   *     these. They need not exist
   * @throws FileSystemAlreadyExistsException as {@link #mount(Path, CordonOptions)}
   * @throws IOException as {@link #mount(Path, CordonOptions)}
   */
  public static CordonFileSystem mount(Path directory, List<Path> parts, CordonOptions options)
      throws IOException {
    StackProbe.touch();
    checkSplittable(options);
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
              parts,
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

  /**
   * Mounts a store of whatever kind read-only.
   *
   * @param backing closed with the file system; if this fails the caller closes it
   * @throws FileSystemAlreadyExistsException if the name in the options is taken
   * @throws IllegalArgumentException if the options say that it is to be written
   * @throws IOException if the operating system refuses the memory
   */
  public static CordonFileSystem mount(Backing backing, CordonOptions options) throws IOException {
    StackProbe.touch();
    checkSplittable(options);
    Name name = reserve(options.name().orElse(null));
    StoreFileSystem made = null;
    boolean done = false;
    try {
      made =
          StoreFileSystem.open(
              name.text,
              PageCacheFileSystem.newDevice(),
              CordonFileSystemProvider.provider(),
              options,
              backing,
              () -> giveBack(name));
      synchronized (NAMES) {
        keep(name, made);
      }
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
        if (other.get() instanceof MountedFileSystem mount) {
          refuseOverlap(made, mount);
        }
      }
      keep(name, made);
    }
  }

  /** A mount has to be closed by its maker: it has threads and descriptors. With the lock. */
  private static void keep(Name name, BackedFileSystem made) {
    name.fileSystem = new WeakReference<>(made);
    name.kept = made;
  }

  private static void refuseOverlap(MountedFileSystem made, MountedFileSystem mount) {
    Path shared = made.overlap(mount);
    if (shared != null) {
      throw new FileSystemAlreadyExistsException(
          shared + " overlaps " + mount.mounted() + ", which is mounted as " + mount);
    }
  }

  /**
   * Refuses options that a mount cannot have.
   *
   * @throws IllegalArgumentException if folios are never to be split
   */
  public static void checkSplittable(CordonOptions options) {
    if (options.huge() == HugePolicy.UNSPLITTABLE) {
      throw new IllegalArgumentException(
          "bad option huge=unsplittable: the pages of a mount come and go one by one");
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
        throw new FileSystemAlreadyExistsException(
            "an open file system of Cordon is called " + wanted + " already");
      }
      Name name = new Name(wanted == null ? freeName() : wanted, wanted != null);
      NAMES.put(name.text, name);
      return name;
    }
  }

  /** Allocates nothing, so that what was opened does not get lost here. */
  private static void publish(Name name, PageCacheFileSystem made) {
    synchronized (NAMES) {
      name.fileSystem = made.reference();
      name.kept = name.chosen ? made : null;
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
    if (!(fileSystem instanceof ProviderFileSystem kept)) {
      throw new IllegalArgumentException("not a file system of Cordon: " + fileSystem);
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
      ProviderFileSystem fileSystem = found == null ? null : found.get();
      if (fileSystem == null) {
        throw new FileSystemNotFoundException("no open file system of Cordon is called " + name);
      }
      return fileSystem;
    }
  }

  /** Frees the name of a file system that was closed. */
  static void forget(ProviderFileSystem closed) {
    synchronized (NAMES) {
      Name found = NAMES.get(closed.name());
      if (found != null && closed.equals(found.get())) {
        NAMES.remove(found.text, found);
      }
    }
  }

  /** Frees the name of a file system that is lost, unless another has it. */
  static void forgetLost(String name) {
    synchronized (NAMES) {
      Name found = NAMES.get(name);
      if (found != null && found.fileSystem != null && found.fileSystem.refersTo(null)) {
        NAMES.remove(name, found);
      }
    }
  }

  /** Returns how large a file system can be now, in bytes. */
  public static long availableBytes() {
    return PageCache.mostBytes();
  }

  /** Returns how many ranges of addresses this process is mapped in. */
  public static AddressRanges addressRanges() {
    return new AddressRanges(RangeWatch.inUse(), RangeWatch.limit());
  }

  /**
   * Returns the file system of Cordon that another is or leads to.
   *
   * @throws IllegalArgumentException if it is of another provider
   */
  public static CordonFileSystem of(FileSystem fileSystem) {
    FileSystem meant =
        Objects.requireNonNull(fileSystem, "fileSystem") instanceof OverlaidFileSystem overlaid
            ? overlaid.cordon()
            : fileSystem;
    if (meant instanceof CordonFileSystem cordon) {
      return cordon;
    }
    throw new IllegalArgumentException(
        "not a file system of Cordon: "
            + fileSystem
            + " of scheme "
            + fileSystem.provider().getScheme());
  }
}
