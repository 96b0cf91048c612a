package io.github.cordonfs.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written to by threads which may be interrupted: that closes a channel, and here it
 * is opened once more. Used by one thread at a time.
 */
final class UninterruptedChannel implements Closeable {

  private final Path path;
  private FileChannel channel;

  /** Makes a file, or one that is there empty. */
  UninterruptedChannel(Path path) throws IOException {
    this.path = path;
    this.channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /** Writes all bytes. */
  void write(long position, byte[] bytes) throws IOException {
    perform(open -> {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        var _ = open.write(buffer, position + buffer.position());
      }
    });
  }

  /** Makes durable what was written. */
  void force(boolean metadata) throws IOException {
    perform(open -> open.force(metadata));
  }

  private void perform(Uninterrupted.Action action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          action.on(channel);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted |= Thread.interrupted();
          channel = FileChannel.open(path, StandardOpenOption.WRITE);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
