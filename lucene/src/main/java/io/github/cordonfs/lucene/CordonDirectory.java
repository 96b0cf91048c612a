package io.github.cordonfs.lucene;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
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
import java.util.TreeMap;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.LockFactory;

/**
 * A Lucene directory in a file system of Cordon whose inputs are precise: a read that asks for a
 * byte of a page whose memory has failed throws {@link PoisonedIndexException}, a {@code
 * CorruptIndexException} that names file and range, and every other read is served as if nothing
 * had happened. Inputs read through channels into heap memory; they never map a file, so that
 * neither compiled code that runs ahead nor loads of the Vector API can touch a page that fails.
 *
 * <p>Otherwise it is an {@link FSDirectory}: outputs, renames and deletions are those of any
 * directory of files, and the same index can be opened with {@code MMapDirectory}. Syncing has
 * nothing to do, as there is nothing behind memory. Interrupting a thread that searches closes
 * nothing, whatever the file system's {@link io.github.cordonfs.InterruptPolicy} is.
 *
 * <p>Safe for use by several threads.
 */
public final class CordonDirectory extends FSDirectory {

  private final MemoryFailures failures;
  private final int bufferSize;

  /**
   * Opens a directory; it is created if it does not exist.
   *
   * @param path of a file system of Cordon
   * @throws IllegalArgumentException if it is of another file system
   * @throws IOException if there is something else at the path
   */
  public static CordonDirectory open(Path path) throws IOException {
    return new CordonDirectory(path, CordonLockFactory.INSTANCE, Readahead.DEFAULT_LARGEST);
  }

  /**
   * Opens a directory with another way to lock it.
   *
   * @param path of a file system of Cordon
   * @param lockFactory how to lock it
   * @throws IllegalArgumentException if the path is of another file system
   * @throws IOException if there is something else at the path
   */
  public static CordonDirectory open(Path path, LockFactory lockFactory) throws IOException {
    return new CordonDirectory(path, lockFactory, Readahead.DEFAULT_LARGEST);
  }

  /**
   * Opens a directory.
   *
   * @param path of a file system of Cordon
   * @param lockFactory how to lock it
   * @param bufferSize the most heap an input takes, in bytes, at least 1; less than 16 is taken for
   *     16. Every clone of an input has a buffer of its own, which grows up to this size while it
   *     reads on
   * @throws IllegalArgumentException if the path is of another file system, or {@code bufferSize}
   *     is less than 1
   * @throws IOException if there is something else at the path
   */
  public CordonDirectory(Path path, LockFactory lockFactory, int bufferSize) throws IOException {
    this(path, lockFactory, bufferSize, Cordon.memoryFailures(path.getFileSystem()));
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
   * Returns what of this index is lost: the name of each file with lost pages, and their ranges in
   * it, in ascending order, adjacent pages joined. They are read errors to come; {@link
   * MemoryFailures#restore} mends them, and so does a merge or a deletion that gets rid of the
   * file.
   *
   * @return a snapshot, sorted by name, that cannot be changed; empty if the index is well
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
