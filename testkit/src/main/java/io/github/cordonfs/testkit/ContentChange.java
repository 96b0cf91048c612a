package io.github.cordonfs.testkit;

import io.github.cordonfs.hook.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Changes of content that are no writes, told to the observer as if they were. */
final class ContentChange {

  private ContentChange() {}

  /**
   * Makes a change. In order only.
   *
   * @param file the channel that makes it
   * @param offset of the first byte that it may change
   * @param length how many bytes it may; 0 if only the size
   */
  static void make(
      FaultState state,
      Object key,
      Path path,
      FileChannel file,
      long offset,
      long length,
      Change change)
      throws IOException {
    long before = file.size();
    if (state.faults().failedForce() == FailedForce.CONTENT_REVERTS) {
      state.unforced().changing(key, path, offset, length == 0 ? before : length);
    }
    change.make();
    OperationObserver observer = state.observer();
    if (observer == null) {
      return;
    }
    long after = file.size();
    if (after < before) {
      observer.truncated(key, after);
    }
    if (offset < Math.min(offset + length, after)) {
      tell(observer, key, path, offset, (int) (Math.min(offset + length, after) - offset));
    }
    if (after > before) {
      observer.written(key, after - 1, new byte[1]);
    }
  }

  private static void tell(
      OperationObserver observer, Object key, Path path, long offset, int length)
      throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    // The channel that made the change may be for writing only.
    try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
      while (content.hasRemaining() && reading.read(content, offset + content.position()) > 0) {
        // Until all of it is there.
      }
    } catch (NoSuchFileException _) {
      return; // It has lost this name, and with it its place on the disk.
    }
    observer.written(key, offset, content.array());
  }
}
