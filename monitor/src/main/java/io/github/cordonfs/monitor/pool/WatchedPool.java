package io.github.cordonfs.monitor.pool;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.monitor.tile.FrameStates;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pool of frames that can be looked at. Thread-safe. Every method may throw {@link
 * java.nio.file.ClosedFileSystemException} if the file system is closed, and {@link
 * UnreachableException} if its JVM does not answer.
 */
public interface WatchedPool extends FrameStates {

  /** Returns the name of the file system. */
  String name();

  /** Returns the number of frames. */
  int frameCount();

  /** Tells what is known of a frame, which exists. */
  PageInfo describe(int frame);

  /**
   * Finds the frames of consecutive pages of a file.
   *
   * @param path of the file
   * @param firstPage from 0
   * @param frames gets them, -1 for a page that has none
   * @return how many pages there are from the first one on, up to the length of the array
   * @throws IOException if there is no such regular file
   */
  int frames(String path, long firstPage, int[] frames) throws IOException;

  /** Returns the figures of this moment. */
  Gauges gauges();

  /** Returns the files that have lost pages. */
  List<String> badFiles();

  /**
   * Returns the lost ranges of a file.
   *
   * @throws IOException if there is no such regular file
   */
  List<ByteRange> badRanges(String path) throws IOException;

  /**
   * Has each failure reported from now on.
   *
   * @param listener called by whatever thread; must return soon
   * @return ends it when it is closed
   */
  Listening listen(Consumer<? super FailureReport> listener);

  /** Returns how to cause failures; empty if that is not allowed there. */
  Optional<Strikes> strikes();

  /** What ends listening. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Causes failures. */
  interface Strikes {

    /** Lets a frame fail, which exists. */
    void strike(int frame);

    /** Lets frames fail that are in use, chosen at random; returns how many did. */
    int strikeRandom(long seed, int count);
  }
}
