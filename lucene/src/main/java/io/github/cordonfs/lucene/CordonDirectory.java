package io.github.cordonfs.lucene;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.LockFactory;

/**
 * A Lucene directory on a Cordon file system that reports lost pages precisely. A read that asks
 * for a byte of a page whose memory has failed throws {@link PoisonedIndexException}, a {@code
 * CorruptIndexException} that names the file and the range; every other read succeeds as if nothing
 * had happened. Inputs read through channels into heap memory and never map a file, so neither
 * compiled code nor loads of the Vector API can touch a page that fails.
 *
 * <p>On a Cordon path {@link FSDirectory#open(Path)} picks {@code MMapDirectory} instead. It can
 * open the same index, and is faster, but a lost page is an {@link InternalError} there or, in a
 * vector load, the end of the JVM. Such loads there are only with {@code --add-modules
 * jdk.incubator.vector}: the first directory that is opened in a JVM with that module logs a
 * warning.
 *
 * <p>In all other respects this is an {@link FSDirectory}. {@code sync} only checks that files
 * exist, as there is no disk behind them. Interrupting a thread that searches closes nothing,
 * whatever the file system's {@link io.github.cordonfs.InterruptPolicy}.
 *
 * <p>Safe for use by several threads.
 */
public final class CordonDirectory extends FSDirectory {

  private final MemoryFailures failures;
  private final int bufferSize;

  /**
   * Opens a directory, and creates it if it does not exist.
   *
   * @param path a Cordon path
   * @throws IllegalArgumentException if the path belongs to another file system
   * @throws IOException if there is something other than a directory at the path
   */
  public static CordonDirectory open(Path path) throws IOException {
    return new CordonDirectory(path, CordonLockFactory.INSTANCE, Readahead.DEFAULT_LARGEST);
  }

  /**
   * Opens a directory with a lock factory of your own, and creates it if it does not exist.
   *
   * @param path a Cordon path
   * @param lockFactory locks the index
   * @throws IllegalArgumentException if the path belongs to another file system
   * @throws IOException if there is something other than a directory at the path
   */
  public static CordonDirectory open(Path path, LockFactory lockFactory) throws IOException {
    return new CordonDirectory(path, lockFactory, Readahead.DEFAULT_LARGEST);
  }

  /**
   * Opens a directory with a lock factory and a buffer size of your own, and creates it if it does
   * not exist.
   *
   * @param path a Cordon path
   * @param lockFactory locks the index
   * @param bufferSize the largest buffer of an input, in bytes of heap, at least 1; values below 16
   *     count as 16. Every clone of an input has its own buffer, which grows up to this size during
   *     sequential reads
   * @throws IllegalArgumentException if the path belongs to another file system, or if {@code
   *     bufferSize} is less than 1
   * @throws IOException if there is something other than a directory at the path
   */
  public CordonDirectory(Path path, LockFactory lockFactory, int bufferSize) throws IOException {
    this(
        Objects.requireNonNull(path, "path"),
        Objects.requireNonNull(lockFactory, "lockFactory"),
        bufferSize,
        CordonFileSystem.of(path.getFileSystem()).memoryFailures());
  }

  /** Also for a path of a file system that is a view of Cordon's. */
  CordonDirectory(Path path, LockFactory lockFactory, int bufferSize, MemoryFailures failures)
      throws IOException {
    super(path, lockFactory);
    if (bufferSize < 1) {
      throw new IllegalArgumentException("bufferSize must be at least 1: " + bufferSize);
    }
    this.failures = failures;
    this.bufferSize = bufferSize;
    VectorModule.warnIfOn();
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    ensureOpen();
    ensureCanRead(name);
    Path file = directory.resolve(name);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, CordonOpenOption.UNINTERRUPTIBLE);
    try {
      if (!(channel instanceof CordonFileChannel content)) {
        throw new FileSystemException(file.toString(), null, "Is a directory");
      }
      return new CordonIndexInput(
          "CordonIndexInput(path=\"" + file + "\")",
          new IndexFile(file, content),
          readahead(context));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private Readahead readahead(IOContext context) {
    boolean sequential =
        context.context() != IOContext.Context.DEFAULT
            || context.hints().contains(DataAccessHint.SEQUENTIAL);
    return sequential ? Readahead.sequential(bufferSize) : Readahead.of(bufferSize);
  }

  /** Checks that the file is there. */
  @Override
  protected void fsync(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  @Override
  public void syncMetaData() throws IOException {
    ensureOpen();
    deletePendingFiles();
  }

  /**
   * Returns what is lost of this index: the name of each file with lost pages, and the lost ranges
   * in ascending order. Reading these ranges fails, until {@link MemoryFailures#restore} has
   * rebuilt them or a merge or deletion has removed the file.
   *
   * @return an immutable snapshot, sorted by name; empty if nothing is lost
   * @throws IOException if the directory cannot be listed
   */
  public Map<String, List<ByteRange>> badFiles() throws IOException {
    Map<String, List<ByteRange>> bad = new TreeMap<>();
    for (String name : listAll()) {
      try {
        List<ByteRange> ranges = failures.badRanges(directory.resolve(name));
        if (!ranges.isEmpty()) {
          bad.put(name, ranges);
        }
      } catch (NoSuchFileException _) {
        // Deleted since it was listed: no part of the index any more.
      }
    }
    return Collections.unmodifiableMap(bad);
  }
}
