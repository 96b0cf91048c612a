package io.github.cordonfs.lucene;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.PoisonedPageException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Path;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * An open file of an index, which an input shares with its clones and slices: the one place that
 * reads a channel, and that translates the errors of Cordon into those of Lucene. Safe for use by
 * several threads.
 */
final class IndexFile implements Closeable {

  private final Path path;
  private final CordonFileChannel channel;

  IndexFile(Path path, CordonFileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Returns the size in bytes. */
  long size() throws IOException {
    return channel.size();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Reads at least one byte. A read that meets a poisoned page ends before it; only one that begins
   * there fails.
   *
   * @param offset of the first byte in the target
   * @param length the most to read, at least 1
   * @param at a position in the file
   * @param reader what reads, for messages
   * @return how many bytes were read
   * @throws PoisonedIndexException if the first byte is lost
   * @throws EOFException if there is no such byte
   * @throws AlreadyClosedException if the file is closed
   */
  int read(MemorySegment target, long offset, int length, long at, Object reader)
      throws IOException {
    int read;
    try {
      read = channel.read(target, offset, length, at);
    } catch (PoisonedPageException e) {
      throw new PoisonedIndexException(path, reader.toString(), e);
    } catch (ClosedChannelException | ClosedFileSystemException e) {
      throw new AlreadyClosedException("Already closed: " + reader, e);
    }
    if (read <= 0) {
      throw new EOFException("read past EOF: " + at + " in " + reader);
    }
    return read;
  }

  static AlreadyClosedException closed(Object reader) {
    return new AlreadyClosedException("Already closed: " + reader);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
