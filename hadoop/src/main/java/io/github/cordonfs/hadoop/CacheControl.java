package io.github.cordonfs.hadoop;

import java.util.function.Consumer;

/**
 * The caches of this process together: one, if all file systems have the same options. Thread-safe.
 */
public interface CacheControl {

  /** Returns the part of the bytes read that came from memory, 0 to 1; 1 if nothing was read. */
  double hitRate();

  /** Returns how many bytes readers got so far. */
  long bytesRead();

  /** Returns how many bytes came from stores so far. */
  long storeBytes();

  /** Returns how many pages failed so far that the store has: they are read again when wanted. */
  long pagesFailed();

  /** Returns how many of those were read again so far. */
  long pagesHealed();

  /** Returns how much memory is out of service because of failures, in bytes. */
  long outOfServiceBytes();

  /** Returns how much memory the caches hold, in bytes. */
  long usedBytes();

  /**
   * Has caches that are opened from now on be of a size of this process, whatever the configuration
   * says.
   *
   * @param size as {@code 64m}
   */
  void limitSize(String size);

  /** Has each failure of hardware told in one line, also of caches that are opened later. */
  void onHardwareFailure(Consumer<String> line);
}
