package io.github.cordonfs;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;

/**
 * A {@link FileChannel} of a Cordon file, with operations on sparse files and on poisoned pages
 * that {@code FileChannel} lacks. Every channel that {@link FileChannel#open} returns for a Cordon
 * path is one: cast it, or use {@link #of}. Safe for use by several threads.
 */
public abstract class CordonFileChannel extends FileChannel {

  /** For the one implementation. */
  protected CordonFileChannel() {}

  /**
   * Returns a channel as a {@code CordonFileChannel}.
   *
   * @param channel a channel opened on a Cordon path
   * @throws IllegalArgumentException if it belongs to another file system
   */
  public static CordonFileChannel of(FileChannel channel) {
    if (Objects.requireNonNull(channel, "channel") instanceof CordonFileChannel cordon) {
      return cordon;
    }
    throw new IllegalArgumentException("not a channel of a Cordon file: " + channel);
  }

  /**
   * Reads at a position, as {@link #read(java.nio.ByteBuffer, long)}, into a segment. Callers that
   * read often into the same array or segment thus need no new buffer for each read.
   *
   * @param target the segment to read into
   * @param offset offset in {@code target} of the first byte
   * @param length the maximum number of bytes to read
   * @param position position in the file, at least 0
   * @return the number of bytes read, possibly fewer than {@code length}; -1 at or past the end of
   *     the file
   * @throws IllegalArgumentException if the position is negative, or {@code target} is read-only
   * @throws IndexOutOfBoundsException if {@code target} has no such range
   * @throws PoisonedPageException if the page at {@code position} is lost
   * @throws IOException if the channel is closed
   */
  public abstract int read(MemorySegment target, long offset, int length, long position)
      throws IOException;

  /**
   * Makes a hole: the range reads as zeros afterwards, whole pages in it give their memory back,
   * and poisoned pages that lie wholly in it are removed. A poisoned page that the range covers
   * only in part stays poisoned. The size does not change; beyond it only allocated memory is
   * released.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0
   * @throws IllegalArgumentException if the range is not valid
   * @throws IOException if the channel is closed, or if a page that is mapped for writing needs new
   *     memory in place of poisoned memory and there is none; the mapping then faults at that page
   */
  public abstract void punchHole(long offset, long length) throws IOException;

  /**
   * Sets the size, as {@code truncate(2)}. Unlike {@link #truncate(long)} it can also make the file
   * larger, by a hole at its end. The position of the channel does not change.
   *
   * @param size the new size in bytes, at least 0
   * @throws IllegalArgumentException if the size is negative
   * @throws IOException if the channel is closed, or if the part that is added is mapped for
   *     writing and there is no memory for it
   */
  public abstract void setSize(long size) throws IOException;

  /**
   * Reserves memory for a range, as {@code fallocate(2)}, so that later writes to it cannot run out
   * of space. If there is not enough space, nothing changes.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 1
   * @param keepSize whether to leave the size as it is even if the range reaches beyond it
   * @throws IllegalArgumentException if the range is not valid
   * @throws IOException if there is too little space, or the channel is closed
   */
  public abstract void allocate(long offset, long length, boolean keepSize) throws IOException;

  /**
   * Returns the offset of the first data at or after an offset; a poisoned page counts as data.
   *
   * @param offset where to start, at least 0
   * @return the offset, or -1 if there is no data from there to the end of the file
   * @throws IOException if the channel is closed
   */
  public abstract long seekData(long offset) throws IOException;

  /**
   * Returns the offset of the first hole at or after an offset; the end of the file counts as a
   * hole.
   *
   * @param offset where to start, at least 0
   * @return the offset, or -1 if {@code offset} is at or past the end of the file
   * @throws IOException if the channel is closed
   */
  public abstract long seekHole(long offset) throws IOException;

  /**
   * Returns the lost ranges of this file in ascending order. Adjacent lost pages form one range;
   * ranges end at the size of the file.
   *
   * @throws IOException if the channel is closed
   */
  public abstract List<ByteRange> badRanges() throws IOException;

  /**
   * Joins small folios into huge ones, as {@code MADV_COLLAPSE}: those of every 2 MiB of this file
   * that lies wholly in a range. The last part of the file counts as whole if the range reaches the
   * end. Data and holes do not change. A 2 MiB range with a poisoned page is left alone.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0
   * @return how many 2 MiB ranges were joined, and why the others were not
   * @throws IOException if the channel is closed or not open for writing
   */
  public abstract CollapseReport collapse(long offset, long length) throws IOException;

  /**
   * Returns a number that changes whenever a page of this file is poisoned, before listeners are
   * called. With {@link MappedPoisonPolicy#NOTIFY}, compare it before and after reading through a
   * mapping.
   *
   * @throws IOException if the channel is closed
   */
  public abstract long poisonEpoch() throws IOException;

  /**
   * Accepts a loss: removes exactly those poisoned pages that overlap a range. They become holes
   * and read as zeros. With {@link HugePolicy#UNSPLITTABLE} those stay for which no other 2 MiB are
   * free.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0
   * @return the ranges that were removed, whole pages, clipped to the size
   * @throws IOException if the channel is closed or not open for writing
   */
  public abstract List<ByteRange> clearPoison(long offset, long length) throws IOException;

  /**
   * Rebuilds lost pages: the poisoned pages of a range get fresh memory with the given content.
   * Good pages of the range are left alone.
   *
   * @param offset first byte of the range, at least 0
   * @param content the content of the range, from the buffer's position to its limit; neither is
   *     changed
   * @return the ranges that were rebuilt, whole pages, clipped to the size
   * @throws IllegalArgumentException if the range covers a poisoned page only in part
   * @throws IOException if there is too little space, or the channel is closed or not open for
   *     writing
   */
  public abstract List<ByteRange> restore(long offset, ByteBuffer content) throws IOException;

  /**
   * Says what the program is going to do with a range of the file, as {@code posix_fadvise(2)}.
   * {@link AccessAdvice#SEQUENTIAL} and {@link AccessAdvice#RANDOM} are for the whole file and all
   * its channels, until other advice comes or the file leaves the cache.
   *
   * @param advice what is known
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0; 0 is all up to the end of the file
   * @throws IllegalArgumentException if the range is not valid
   * @throws IOException if the channel is closed, or with {@link AccessAdvice#DONTNEED} if the
   *     store does not take what is dirty
   */
  public abstract void advise(AccessAdvice advice, long offset, long length) throws IOException;
}
