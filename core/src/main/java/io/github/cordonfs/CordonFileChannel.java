package io.github.cordonfs;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * A {@link FileChannel} of a Cordon file, with the operations on sparse files and on poisoned pages
 * that {@code FileChannel} lacks. Every channel that {@link FileChannel#open} returns for a path of
 * Cordon is one: cast it, or use {@link #of}. Safe for use by several threads.
 */
public abstract class CordonFileChannel extends FileChannel {

  /** For the one implementation. */
  protected CordonFileChannel() {}

  /**
   * Returns the channel as one of Cordon's.
   *
   * @param channel a channel opened on a path of Cordon
   * @throws IllegalArgumentException if it is a channel of another file system
   */
  public static CordonFileChannel of(FileChannel channel) {
    if (channel instanceof CordonFileChannel cordon) {
      return cordon;
    }
    throw new IllegalArgumentException("not a channel of a Cordon file: " + channel);
  }

  /**
   * Reads at a position, as {@link #read(java.nio.ByteBuffer, long)}, into memory: for callers that
   * read often into the same array or segment, and for whom a buffer each time costs too much.
   *
   * @param target where to
   * @param offset of the first byte in {@code target}
   * @param length the most to read
   * @param position in the file, at least 0
   * @return how many bytes were read, maybe fewer than {@code length}; -1 at or past the end of the
   *     file
   * @throws IllegalArgumentException if the position is negative, or {@code target} is read-only
   * @throws IndexOutOfBoundsException if {@code target} has no such range
   * @throws PoisonedPageException if the first byte is lost
   * @throws IOException if the channel is closed
   */
  public abstract int read(MemorySegment target, long offset, int length, long position)
      throws IOException;

  /**
   * Makes a hole: the range reads as zeros, whole pages in it give their memory back, and poisoned
   * pages wholly inside it are removed (contract rows R1 and R3). The size does not change; the
   * part of the range beyond it only releases memory allocated there.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0
   * @throws IllegalArgumentException if the range is not valid
   * @throws IOException if the channel is closed, or if a mapping in which stores are possible
   *     needs memory in place of a poisoned page and there is none: then that page of the mapping
   *     faults
   */
  public abstract void punchHole(long offset, long length) throws IOException;

  /**
   * Sets the size, as {@code truncate(2)}: a file that grows grows by a hole, unlike by {@link
   * #truncate(long)}, which never makes it larger. The position of the channel stays.
   *
   * @param size in bytes, at least 0
   * @throws IllegalArgumentException if it is less
   * @throws IOException if the channel is closed, or if stores through a mapping are possible in
   *     the part that is added and there is no memory for it
   */
  public abstract void setSize(long size) throws IOException;

  /**
   * Reserves memory for a range, as {@code fallocate(2)}: later writes to it cannot fail for want
   * of space. If there is too little space nothing changes.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 1
   * @param keepSize whether the size stays as it is even when the range reaches beyond it
   * @throws IllegalArgumentException if the range is not valid
   * @throws IOException if there is too little space, or the channel is closed
   */
  public abstract void allocate(long offset, long length, boolean keepSize) throws IOException;

  /**
   * Returns the offset of the first data at or after an offset; a poisoned page counts as data.
   *
   * @param offset where to begin, at least 0
   * @return the offset, or -1 if only a hole or the end of the file follows
   * @throws IOException if the channel is closed
   */
  public abstract long seekData(long offset) throws IOException;

  /**
   * Returns the offset of the first hole at or after an offset; the end of the file counts as a
   * hole.
   *
   * @param offset where to begin, at least 0
   * @return the offset, or -1 if {@code offset} is at or past the end of the file
   * @throws IOException if the channel is closed
   */
  public abstract long seekHole(long offset) throws IOException;

  /**
   * Returns the ranges of this file that are lost, in ascending order, adjacent pages joined,
   * clipped to the size.
   *
   * @throws IOException if the channel is closed
   */
  public abstract List<ByteRange> badRanges() throws IOException;

  /**
   * Joins the small folios of every whole 2 MiB of this file in a range into a huge one, as {@code
   * MADV_COLLAPSE} (contract rows F2 to F7); the last part of the file counts as whole if the range
   * reaches the end. Data and holes stay what they are; a range with a poisoned page is left alone.
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0
   * @return how many ranges were joined, and why the others were not
   * @throws IOException if the channel is closed or not open for writing
   */
  public abstract CollapseReport collapse(long offset, long length) throws IOException;

  /**
   * Returns a number that changes whenever a page of this file is poisoned, before listeners are
   * told (contract row A12).
   *
   * @throws IOException if the channel is closed
   */
  public abstract long poisonEpoch() throws IOException;

  /**
   * Accepts the loss: removes exactly the poisoned pages that overlap a range. They become holes
   * and read as zeros (contract row R6).
   *
   * @param offset first byte, at least 0
   * @param length number of bytes, at least 0
   * @return the ranges that were removed, whole pages, clipped to the size
   * @throws IOException if the channel is closed or not open for writing
   */
  public abstract List<ByteRange> clearPoison(long offset, long length) throws IOException;

  /**
   * Rebuilds what was lost: the poisoned pages of a range get new frames and this content (contract
   * row R7).
   *
   * @param offset first byte of the range, at least 0
   * @param content the content of the range; what is in good pages is left alone. Its position is
   *     not changed
   * @return the ranges that were rebuilt, whole pages, clipped to the size
   * @throws IllegalArgumentException if a poisoned page is in the range only in part
   * @throws IOException if there is too little space, or the channel is closed or not open for
   *     writing
   */
  public abstract List<ByteRange> restore(long offset, ByteBuffer content) throws IOException;
}
