package io.github.cordonfs.testkit;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A file system that fails on request: one of Cordon whose own channels and operations meet the
 * rules, or a {@link FaultFileSystem} over any other. All methods are safe for use by several
 * threads.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public sealed interface FaultDisk extends Closeable permits FaultFileSystem, CordonDisk {

  /**
   * Opens a file system of Cordon, 64 MiB large and with injection.
   *
   * @throws IOException if the operating system refuses the memory
   */
  static FaultDisk inCordon() throws IOException {
    return inCordon(CordonOptions.builder().size("64m").injection(true).build());
  }

  /**
   * Opens a file system of Cordon. The {@link #fileSystem} is a {@link CordonFileSystem}, and all
   * that it opens is Cordon's own.
   *
   * @throws IOException if the operating system refuses the memory
   */
  static FaultDisk inCordon(CordonOptions options) throws IOException {
    return CordonDisk.of(() -> Cordon.newFileSystem(options));
  }

  /**
   * Gives rules to the overlay of this JVM, before anybody has used a path in it. The {@link
   * #fileSystem} is the one of Cordon behind the overlay: it has the same absolute paths, and its
   * rules are met by all that goes through the default file system.
   *
   * @throws IllegalStateException if the overlay is in use already
   * @throws IllegalArgumentException if this JVM has no overlay
   * @throws IOException if the operating system refuses the memory
   */
  static FaultDisk ofOverlay() throws IOException {
    return CordonDisk.of(() -> CordonFileSystem.of(FileSystems.getDefault()));
  }

  /** Returns the file system for the code that is tested. Closing it closes this, too. */
  FileSystem fileSystem();

  /** Returns the rules. Always the same object. */
  Faults faults();

  /**
   * Returns the file system of the paths that an observer is told of: the one below, if this is
   * over another.
   */
  FileSystem observed();

  /**
   * Has an observer told of all changes from now on, instead of the one before.
   *
   * @param observer the observer; null for none
   */
  void observe(@Nullable OperationObserver observer);

  /**
   * Does something in the {@linkplain #observed observed file system} that meets no rule and that
   * no observer is told of; what it opens stays so. Nothing is changed by others meanwhile that an
   * observer is told of.
   *
   * @return what that returns
   * @throws IOException if that does, or any checked exception
   */
  <T extends @Nullable Object> T unseen(Callable<T> doing) throws IOException;

  /** Returns the channels, streams and directories that are open. */
  List<OpenHandle> openHandles();
}
