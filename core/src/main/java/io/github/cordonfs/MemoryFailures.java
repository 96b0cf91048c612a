package io.github.cordonfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Memory failures of one file system: what was lost, how to accept a loss, and how to cause one for
 * a test. Get it with {@link Cordon#memoryFailures}. Safe for use by several threads.
 *
 * <p>The methods that cause failures or take them back ({@code strike…}, {@code softOffline…},
 * {@code unpoison…}) work only in a file system made with {@link CordonOptions#injection(boolean)
 * injection(true)} and otherwise throw {@link IllegalStateException} (contract row U0).
 */
public interface MemoryFailures {

  /**
   * Fails the page of a file that holds an offset, as if its memory had gone bad: the content is
   * destroyed, the page is marked, and every access to it is told. A hole is given memory first.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0, below the size of the file
   * @return the report, which listeners get too. If the page was removed or replaced by somebody
   *     else while it was looked up, the report says what the frame was by then
   * @throws IllegalArgumentException if the offset is negative, or at or past the size
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file, or no memory to fill the hole
   */
  MemoryFailureEvent strike(Path file, long offset) throws IOException;

  /**
   * As {@link #strike(Path, long)}.
   *
   * @param content what becomes of the content: kept, it can be brought back by {@link #unpoison}
   */
  MemoryFailureEvent strike(Path file, long offset, StrikeContent content) throws IOException;

  /**
   * Fails a frame, whatever it is used for.
   *
   * @param frame a 4 KiB index into the memory of the file system, from 0
   * @return the report
   * @throws IllegalArgumentException if there is no such frame
   * @throws IllegalStateException if injection is off
   */
  MemoryFailureEvent strikeFrame(int frame);

  /**
   * Fails the frame that holds an address of this process (contract row H13).
   *
   * @param address an address inside the memory of the file system
   * @return the report
   * @throws IllegalArgumentException if the address is outside; the message names it
   * @throws IllegalStateException if injection is off
   */
  MemoryFailureEvent strikeAddress(long address);

  /**
   * Fails frames in use, chosen at random: the same seed on the same state of the file system
   * chooses the same frames.
   *
   * @param seed of the choice
   * @param count how many; fewer are struck if fewer frames are in use
   * @return the reports, in order
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalStateException if injection is off
   */
  List<MemoryFailureEvent> strikeRandom(long seed, int count);

  /**
   * Takes the frame that holds an offset of a file out of service while it can still be read: its
   * data moves to another frame, and nobody notices (contract rows O1 to O7). A hole is given
   * memory first.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0, below the size of the file
   * @throws IllegalArgumentException if the offset is negative, or at or past the size
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file, or no memory to fill the hole
   */
  SoftOfflineResult softOffline(Path file, long offset) throws IOException;

  /**
   * Takes a frame out of service while it can still be read.
   *
   * @param frame a 4 KiB index into the memory of the file system, from 0
   * @throws IllegalArgumentException if there is no such frame
   * @throws IllegalStateException if injection is off
   */
  SoftOfflineResult softOfflineFrame(int frame);

  /**
   * Takes the frame that holds an address of this process out of service while it can still be
   * read.
   *
   * @param address an address inside the memory of the file system
   * @throws IllegalArgumentException if the address is outside; the message names it
   * @throws IllegalStateException if injection is off
   */
  SoftOfflineResult softOfflineAddress(long address);

  /**
   * Takes back the injected failure of the page that holds an offset: if its content was kept it is
   * whole again (contract row U3).
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0
   * @throws IllegalArgumentException if the offset is negative
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file
   */
  UnpoisonResult unpoison(Path file, long offset) throws IOException;

  /**
   * Puts a frame back into service whose failure was injected, or that was taken out of service by
   * {@code softOffline} (contract rows U2, U3).
   *
   * @param frame a 4 KiB index into the memory of the file system, from 0
   * @throws IllegalArgumentException if there is no such frame
   * @throws IllegalStateException if injection is off
   */
  UnpoisonResult unpoisonFrame(int frame);

  /**
   * As {@link #unpoisonFrame}, for the frame that holds an address of this process.
   *
   * @param address an address inside the memory of the file system
   * @throws IllegalArgumentException if the address is outside; the message names it
   * @throws IllegalStateException if injection is off
   */
  UnpoisonResult unpoisonAddress(long address);

  /**
   * Returns the frame that holds an offset of a file.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset from 0
   * @return the frame, or -1 for a hole or beyond the end
   * @throws IllegalArgumentException if the offset is negative
   * @throws IOException if there is no such regular file
   */
  int frameOf(Path file, long offset) throws IOException;

  /**
   * Returns the lost ranges of a file, in ascending order, adjacent pages joined, clipped to the
   * size.
   *
   * @param file a regular file; symbolic links are followed
   * @throws IOException if there is no such regular file
   */
  List<ByteRange> badRanges(Path file) throws IOException;

  /** Returns the files that have lost pages, one path for each, in no particular order. */
  List<Path> badFiles();

  /**
   * Accepts a loss: removes exactly the poisoned pages of a file that overlap a range. They become
   * holes and read as zeros (contract row R6).
   *
   * @param file a regular file; symbolic links are followed
   * @param range where to look
   * @return the ranges that were removed, clipped to the size
   * @throws IOException if there is no such regular file
   */
  List<ByteRange> clearPoison(Path file, ByteRange range) throws IOException;

  /**
   * Rebuilds lost pages from bytes the caller has, in new frames (contract row R7). Pages of the
   * range that are good are left alone: their content may be newer.
   *
   * @param file a regular file; symbolic links are followed
   * @param range of the bytes; every poisoned page that it touches must lie in it as a whole, as
   *     far as it is in the file
   * @param bytes the content of the range, from the buffer's position to its limit, which are not
   *     changed
   * @return what was rebuilt, clipped to the size
   * @throws IllegalArgumentException if there are not as many bytes as the range is long, or a
   *     poisoned page lies in it only in part; nothing is changed
   * @throws IOException if there is no such regular file, or no memory for a page: those before it
   *     are rebuilt
   */
  List<ByteRange> restore(Path file, ByteRange range, ByteBuffer bytes) throws IOException;

  /**
   * Returns a number that changes whenever a page of a file is poisoned, before listeners are told
   * (contract row A12).
   *
   * @param file a regular file; symbolic links are followed
   * @throws IOException if there is no such regular file
   */
  long poisonEpoch(Path file) throws IOException;

  /**
   * Looks through all memory for pages that the kernel knows to be bad, now, before a reader finds
   * them; they are handled as hardware failures of source {@link FailureSource#SCRUB}. It goes on
   * in the background in any case ({@link CordonOptions#patrolRate(long)}; contract row U7).
   *
   * @return how many frames were found bad that were not known to be
   * @throws UnsupportedOperationException if the operating system cannot say (it needs Linux 5.14)
   */
  int patrol();

  /** Returns a snapshot of the counters. */
  FailureCounters counters();

  /**
   * Adds a listener for failures. It is called once for each failure, by the thread that handled
   * it, with no lock held: it may read, write and clear. What it throws is logged and goes no
   * further.
   *
   * @param listener who wants to know
   * @return close it to remove the listener
   */
  Registration addListener(Consumer<? super MemoryFailureEvent> listener);

  /** A listener's registration. */
  interface Registration extends AutoCloseable {
    /** Removes the listener; without effect when done before. */
    @Override
    void close();
  }
}
