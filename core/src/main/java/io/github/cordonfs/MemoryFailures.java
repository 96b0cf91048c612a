package io.github.cordonfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The memory failures of one file system: what is lost, how to repair it or accept the loss, and
 * how to cause failures in tests. Get it with {@link CordonFileSystem#memoryFailures}. Safe for use
 * by several threads.
 *
 * <p>The methods that cause failures or take them back ({@code strike…}, {@code softOffline…},
 * {@code unpoison…}) throw {@link IllegalStateException} unless the file system was opened with
 * {@link CordonOptionsBuilder#injection(boolean) injection(true)}. Production code therefore cannot
 * destroy data by accident.
 */
public interface MemoryFailures {

  /**
   * Makes a page of a file fail, as if its memory had gone bad: the content is destroyed, and every
   * access to the page fails from then on. If the page is a hole, it gets memory first.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0, below the size of the file
   * @return the report, which listeners get as well. If another thread removed or replaced the page
   *     in the meantime, the report says what the frame was used for by then
   * @throws IllegalArgumentException if the offset is negative, or at or past the size
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file, or no memory to fill the hole
   */
  MemoryFailureEvent strike(Path file, long offset) throws IOException;

  /**
   * Makes a page of a file fail, as {@link #strike(Path, long)}, and lets you choose what happens
   * to its content.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0, below the size of the file
   * @param content whether the content is destroyed, or kept so that {@link #unpoison} can bring it
   *     back
   * @return the report, which listeners get as well
   * @throws IllegalArgumentException if the offset is negative, or at or past the size
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file, or no memory to fill the hole
   */
  MemoryFailureEvent strike(Path file, long offset, StrikeContent content) throws IOException;

  /**
   * Makes a frame fail, whatever it is used for.
   *
   * @param frame number of the 4 KiB frame in the memory of the file system, from 0
   * @return the report
   * @throws IllegalArgumentException if there is no such frame
   * @throws IllegalStateException if injection is off
   */
  MemoryFailureEvent strikeFrame(int frame);

  /**
   * Makes the frame at an address of this process fail.
   *
   * @param address an address inside the memory of the file system
   * @return the report
   * @throws IllegalArgumentException if the address is outside; the message names it
   * @throws IllegalStateException if injection is off
   */
  MemoryFailureEvent strikeAddress(long address);

  /**
   * Makes randomly chosen frames fail that are in use. The same seed chooses the same frames if the
   * state of the file system is the same.
   *
   * @param seed seed of the choice
   * @param count how many frames; fewer fail if fewer are in use
   * @return the reports, in order
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalStateException if injection is off
   */
  List<MemoryFailureEvent> strikeRandom(long seed, int count);

  /**
   * Moves a page of a file to another frame while its data can still be read, and takes the old
   * frame out of service. Readers and writers do not notice. If the page is a hole, it gets memory
   * first.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0, below the size of the file
   * @throws IllegalArgumentException if the offset is negative, or at or past the size
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file, or no memory to fill the hole
   */
  SoftOfflineResult softOffline(Path file, long offset) throws IOException;

  /**
   * Takes a frame out of service while it can still be read, and moves its data.
   *
   * @param frame number of the 4 KiB frame in the memory of the file system, from 0
   * @throws IllegalArgumentException if there is no such frame
   * @throws IllegalStateException if injection is off
   */
  SoftOfflineResult softOfflineFrame(int frame);

  /**
   * Takes the frame at an address of this process out of service while it can still be read, and
   * moves its data.
   *
   * @param address an address inside the memory of the file system
   * @throws IllegalArgumentException if the address is outside; the message names it
   * @throws IllegalStateException if injection is off
   */
  SoftOfflineResult softOfflineAddress(long address);

  /**
   * Takes back the injected failure of a page. If the failure kept the content, the page is good
   * again.
   *
   * @param file a regular file; symbolic links are followed
   * @param offset a byte of the page, from 0
   * @throws IllegalArgumentException if the offset is negative
   * @throws IllegalStateException if injection is off
   * @throws IOException if there is no such regular file
   */
  UnpoisonResult unpoison(Path file, long offset) throws IOException;

  /**
   * Puts a frame back into service whose failure was injected, or that {@code softOffline} took out
   * of service.
   *
   * @param frame number of the 4 KiB frame in the memory of the file system, from 0
   * @throws IllegalArgumentException if there is no such frame
   * @throws IllegalStateException if injection is off
   */
  UnpoisonResult unpoisonFrame(int frame);

  /**
   * Puts the frame at an address of this process back into service, as {@link #unpoisonFrame}.
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
   * @return the number of the frame, or -1 for a hole or past the end
   * @throws IllegalArgumentException if the offset is negative
   * @throws IOException if there is no such regular file
   */
  int frameOf(Path file, long offset) throws IOException;

  /**
   * Returns the lost ranges of a file in ascending order. Adjacent lost pages form one range;
   * ranges end at the size of the file.
   *
   * @param file a regular file; symbolic links are followed
   * @throws IOException if there is no such regular file
   */
  List<ByteRange> badRanges(Path file) throws IOException;

  /** Returns the files that have lost pages, one path for each, in no particular order. */
  List<Path> badFiles();

  /**
   * Accepts a loss: removes exactly those poisoned pages of a file that overlap a range. They
   * become holes and read as zeros. With {@link HugePolicy#UNSPLITTABLE} those stay for which no
   * other 2 MiB are free.
   *
   * @param file a regular file; symbolic links are followed
   * @param range the range
   * @return the ranges that were removed, clipped to the size
   * @throws IOException if there is no such regular file
   */
  List<ByteRange> clearPoison(Path file, ByteRange range) throws IOException;

  /**
   * Rebuilds lost pages, in fresh memory, from bytes that the caller has. Good pages of the range
   * are left alone, because their content may be newer.
   *
   * @param file a regular file; symbolic links are followed
   * @param range the range of the bytes; it must cover every poisoned page that it touches, up to
   *     the end of the file
   * @param bytes the content of the range, from the buffer's position to its limit; neither is
   *     changed
   * @return the ranges that were rebuilt, clipped to the size
   * @throws IllegalArgumentException if there are more or fewer bytes than the range is long, or if
   *     the range covers a poisoned page only in part; nothing is changed
   * @throws IOException if there is no such regular file, or no memory for a page; the pages before
   *     that one are rebuilt
   */
  List<ByteRange> restore(Path file, ByteRange range, ByteBuffer bytes) throws IOException;

  /**
   * Returns a number that changes whenever a page of a file is poisoned, before listeners are
   * called. With {@link MappedPoisonPolicy#NOTIFY}, compare it before and after reading through a
   * mapping.
   *
   * @param file a regular file; symbolic links are followed
   * @throws IOException if there is no such regular file
   */
  long poisonEpoch(Path file) throws IOException;

  /**
   * Searches all memory now for pages that the kernel knows to be bad, before a reader meets them.
   * They are handled as failures of source {@link FailureSource#SCRUB}. The same search goes on in
   * the background, see {@link CordonOptionsBuilder#patrolRate(long)}.
   *
   * @return how many frames were found that were not known to be bad
   * @throws UnsupportedOperationException if the operating system cannot tell; this needs Linux
   *     5.14
   */
  int patrol();

  /** Returns a snapshot of the counters. */
  FailureCounters counters();

  /**
   * Adds a listener for failures. The thread that handled a failure calls it, once for each failure
   * and with no lock held, so it may read, write, clear and restore. Exceptions that it throws are
   * logged and not propagated.
   *
   * @param listener the listener
   * @return the registration; close it to remove the listener
   */
  Registration addListener(Consumer<? super MemoryFailureEvent> listener);

  /** A listener's registration. */
  interface Registration extends AutoCloseable {
    /** Removes the listener; has no effect if it is removed already. */
    @Override
    void close();
  }
}
