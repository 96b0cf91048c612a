package io.github.cordonfs.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files had in them before they were changed, until they are forced: for file systems on which
 * it comes back when a force fails. Called in the order of the changes, one call at a time.
 */
final class Unforced implements Closeable {

  private final Map<Object, Content> contents = new HashMap<>();

  /**
   * Of one file.
   *
   * @param file open, as its name may change
   * @param changes that were not forced, the last one first
   */
  private record Content(FileChannel file, Deque<Before> changes) {}

  /**
   * What a change did away with.
   *
   * @param bytes that were there; nothing past the old end
   * @param size of the file
   */
  // Nobody changes the bytes once they are read.
  @SuppressWarnings("ArrayRecordComponent")
  private record Before(long offset, byte[] bytes, long size) {}

  /** Notes what a range has in it, which is about to be changed. */
  void changing(Object key, Path below, long offset, long length) throws IOException {
    Content content = contents.get(key);
    if (content == null) {
      try {
        content =
            new Content(
                FileChannel.open(below, StandardOpenOption.READ, StandardOpenOption.WRITE),
                new ArrayDeque<>());
      } catch (NoSuchFileException _) {
        return; // It lost this name before anything was written: it stays as it is.
      }
      contents.put(key, content);
    }
    long size = content.file().size();
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.clamp(size - offset, 0, length));
    while (bytes.hasRemaining() && content.file().read(bytes, offset + bytes.position()) > 0) {
      // Until all of it is there.
    }
    content.changes().push(new Before(offset, bytes.array(), size));
  }

  /** Forgets what a file had in it: it has been forced. */
  void forced(Object key) throws IOException {
    Content content = contents.remove(key);
    if (content != null) {
      content.file().close();
    }
  }

  /** Brings back what was forced last, and tells the observer of it as of any change. */
  void revert(Object key, @Nullable OperationObserver observer) throws IOException {
    Content content = contents.remove(key);
    if (content == null) {
      return;
    }
    try (FileChannel file = content.file()) {
      for (Before each : content.changes()) {
        ByteBuffer bytes = ByteBuffer.wrap(each.bytes());
        while (bytes.hasRemaining()) {
          file.write(bytes, each.offset() + bytes.position());
        }
        boolean shorter = each.size() < file.size();
        file.truncate(each.size());
        if (observer != null && each.bytes().length > 0) {
          observer.written(key, each.offset(), each.bytes().clone());
        }
        if (observer != null && shorter) {
          observer.truncated(key, each.size());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Content each : contents.values()) {
      each.file().close();
    }
    contents.clear();
  }
}
