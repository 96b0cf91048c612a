package io.github.cordonfs.cache.pool;

import io.github.cordonfs.frame.BadFrame;
import org.jspecify.annotations.Nullable;

/**
 * Whom the page cache tells when an access of its own meets bad memory. Callers may hold locks of a
 * file: users are told later, by a thread that holds none. Thread-safe.
 */
public interface ErrorSink {

  /**
   * Handles a frame whose memory was found bad, whatever it is used for by now, if it still is. No
   * extent's lock may be held.
   */
  void failed(BadFrame found);

  /**
   * Reports a frame that the page cache took out of use itself.
   *
   * @param lost the page that was lost with it, or null if no data was
   */
  void tookOutOfService(int frame, @Nullable LostPage lost);

  /** Tells users of the failures that are still to be reported. No lock may be held. */
  void deliverReports();
}
