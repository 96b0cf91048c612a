package io.github.cordonfs.nio;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.RangeWatch;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The open file systems of this process, by name. Whether made through {@link
 * io.github.cordonfs.Cordon} or by URI, through whichever instance of the provider, they are all
 * here.
 */
public final class CordonFileSystems {

  /** Also the lock for it and for {@link #unnamed}. */
  private static final Map<String, PageCacheFileSystem> OPEN = new HashMap<>();

  private static long unnamed;

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
      made.management().register();
      done = true;
      return made;
    } finally {
      if (!done) {
        made.discard();
      }
    }
  }

  private static PageCacheFileSystem open(CordonOptions options) throws IOException {
    synchronized (OPEN) {
      String name = options.name().orElse(null);
      if (name == null) {
        name = freeName();
      } else if (OPEN.containsKey(name)) {
        throw new FileSystemAlreadyExistsException(name);
      }
      PageCacheFileSystem made = PageCacheFileSystem.open(name, options);
      boolean done = false;
      try {
        OPEN.put(name, made);
        done = true;
        return made;
      } finally {
        if (!done) {
          made.discard();
        }
      }
    }
  }

  private static String freeName() {
    String name;
    do {
      name = "cordon-" + ++unnamed;
    } while (OPEN.containsKey(name));
    return name;
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

  /** Returns the open file system of a name. */
  static PageCacheFileSystem get(String name) {
    synchronized (OPEN) {
      PageCacheFileSystem found = OPEN.get(name);
      if (found == null) {
        throw new FileSystemNotFoundException(name);
      }
      return found;
    }
  }

  /** Frees the name of a file system that was closed. */
  static void forget(PageCacheFileSystem closed) {
    synchronized (OPEN) {
      OPEN.remove(closed.name(), closed);
    }
  }

  /**
   * Returns the memory failures of a file system.
   *
   * @throws IllegalArgumentException if it is of another provider
   */
  public static MemoryFailures memoryFailures(FileSystem fileSystem) {
    return cordon(fileSystem).memoryFailures();
  }

  /**
   * Returns how a file system uses memory.
   *
   * @throws IllegalArgumentException if it is of another provider
   */
  public static MemoryUsage memoryUsage(FileSystem fileSystem) {
    return cordon(fileSystem).memoryUsage();
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
    return cordon(fileSystem).collapseCounters();
  }

  private static PageCacheFileSystem cordon(FileSystem fileSystem) {
    FileSystem meant =
        fileSystem instanceof OverlaidFileSystem overlaid ? overlaid.cordon() : fileSystem;
    if (meant instanceof PageCacheFileSystem cordon) {
      return cordon;
    }
    throw new IllegalArgumentException("not a file system of Cordon: " + fileSystem);
  }
}
