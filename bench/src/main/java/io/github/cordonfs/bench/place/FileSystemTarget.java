package io.github.cordonfs.bench.place;

import com.github.marschall.memoryfilesystem.MemoryFileSystemBuilder;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A file system that is measured. */
public enum FileSystemTarget {
  /** Cordon as it comes: all options but the size have their defaults. */
  CORDON {
    @Override
    public Tree open(long size, UnaryOperator<CordonOptions> tuning) throws IOException {
      return in(Cordon.newFileSystem(tuning.apply(CordonOptions.builder().size(size).build())));
    }
  },
  /** The kernel's file system in memory, which needs a system call for each operation. */
  TMPFS {
    @Override
    public Tree open(long size, UnaryOperator<CordonOptions> tuning) throws IOException {
      return Tree.onDisk(Files.createTempDirectory(SHARED_MEMORY, "cordon-bench"));
    }

    @Override
    public boolean isAvailable() {
      return Files.isWritable(SHARED_MEMORY);
    }
  },
  /** Google's file system in the heap. */
  JIMFS {
    @Override
    public Tree open(long size, UnaryOperator<CordonOptions> tuning) throws IOException {
      return in(Jimfs.newFileSystem(Configuration.unix().toBuilder().setMaxSize(size).build()));
    }
  },
  /** Marschall's file system in the heap. */
  MEMORYFILESYSTEM {
    @Override
    public Tree open(long size, UnaryOperator<CordonOptions> tuning) throws IOException {
      return in(MemoryFileSystemBuilder.newLinux().build());
    }
  };

  /** Where Linux has a tmpfs that anybody may use. */
  public static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** Bytes that a file system with a limit may use. */
  private static final long POOL = 1L << 30;

  /**
   * Makes an empty directory, in a file system of its own where that is possible, with the options
   * that it comes with.
   */
  public Tree open() throws IOException {
    return open(POOL, UnaryOperator.identity());
  }

  /**
   * Makes an empty directory, in a file system of its own where that is possible.
   *
   * @param size bytes that a file system with a limit may use
   * @param tuning what a measurement asks of Cordon beside the size; the others have no such
   *     options
   */
  public abstract Tree open(long size, UnaryOperator<CordonOptions> tuning) throws IOException;

  /** Returns whether this machine has it. */
  public boolean isAvailable() {
    return true;
  }

  /** Returns whether it can be told how much memory it uses. */
  public boolean hasKnownCost() {
    return this != TMPFS;
  }

  /** Returns the target with a name, in any case. */
  public static FileSystemTarget of(String name) {
    for (FileSystemTarget target : values()) {
      if (target.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return target;
      }
    }
    throw new IllegalArgumentException("no such target: " + name);
  }

  /** Returns the name in tables and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Tree in(FileSystem fileSystem) throws IOException {
    return new Tree(Files.createDirectory(fileSystem.getPath("/bench")), fileSystem);
  }
}
