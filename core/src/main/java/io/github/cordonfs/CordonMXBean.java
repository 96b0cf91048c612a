package io.github.cordonfs;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Management interface of a file system. Each open file system is registered with the platform
 * MBean server as {@code io.github.cordonfs:type=FileSystem,name=NAME} until it is closed. If a
 * Cordon of another class loader has taken that name, {@code ,instance=2}, or the next free number,
 * is added. Figures are read without blocking other threads, so those of one moment may differ
 * slightly in age. Thread-safe.
 *
 * <p>The bean sends a notification of type {@code io.github.cordonfs.memory.failure} for each
 * memory failure, from the thread that handled it. Its message is for people; its user data is a
 * {@code Map} of {@code paths} (a {@code String[]}), {@code offset} and {@code length} of what was
 * lost, in bytes, {@code dataLost}, {@code frame}, {@code source}, and {@code handlingNanos}.
 */
public interface CordonMXBean {

  /** Returns the name: the authority of the URIs of the file system. */
  String getName();

  /** Returns the most that files can use, in bytes: the size, less memory taken out of service. */
  long getCapacityBytes();

  /** Returns the bytes that files hold, poisoned pages included. */
  long getUsedBytes();

  /** Returns the bytes obtained from the operating system, used or free. */
  long getResidentBytes();

  /** Returns the bytes that files hold in huge folios of 2 MiB. */
  long getHugeBytes();

  /**
   * Returns the bytes of resident memory that the operating system says it backs with physical huge
   * pages.
   */
  long getPhysicalHugeBytes();

  /**
   * Returns the data that is lost now, in bytes: poisoned pages of files, which were neither
   * cleared nor restored.
   */
  long getDataLostBytes();

  /**
   * Returns the memory that failed or was about to fail and is in no file any more, in bytes. It is
   * not used again.
   */
  long getRetiredBytes();

  /** Returns the lost data and the retired memory together, in bytes. */
  long getOutOfServiceBytes();

  /**
   * Returns the bytes of memory out of service by the source of the failure. Memory that soft
   * offline took out of service belongs to no source.
   *
   * @return bytes for every source, none missing
   */
  Map<FailureSource, Long> getOutOfServiceBytesBySource();

  /**
   * Returns how many ranges of addresses the whole process has mapped, for whatever purpose;
   * mappings of scattered files take many. Takes some 20 milliseconds near the usual limit of
   * 65,530.
   *
   * @return the number, or -1 if the operating system does not say
   */
  int getAddressRanges();

  /** Returns how many ranges of addresses the kernel allows a process: {@code vm.max_map_count}. */
  int getMaxAddressRanges();

  /**
   * Returns {@link #getAddressRanges} divided by {@link #getMaxAddressRanges}. From 0.8 on a
   * warning is logged. At 1 no file can be mapped any more, and the JVM may die at its next
   * allocation.
   *
   * @return 0 to 1, or NaN if the operating system does not say
   */
  double getAddressRangesShare();

  /**
   * Returns how many memory failures were handled since the file system was opened, by source and
   * outcome.
   *
   * @return counts for every source, none missing
   */
  Map<FailureSource, FailureCounters.Counts> getMemoryFailures();

  /**
   * Returns the files that have lost pages, one path for each. Searches all files, unless no memory
   * is out of service.
   */
  List<String> getBadFiles();

  /**
   * Returns how many bytes the patrol has looked at since the file system was opened. If it does
   * not rise any more, nobody looks for bad memory.
   */
  long getPatrolledBytes();

  /**
   * Returns how many bytes callers got from files so far, as {@link TransferCounts#bytesRead}. What
   * goes through mappings is not seen.
   */
  long getBytesRead();

  /**
   * Returns how many bytes callers put into files so far, as {@link TransferCounts#bytesWritten}.
   */
  long getBytesWritten();

  /**
   * Returns how many reads of a mount found all they wanted in memory, as {@link ReadCounts#hits};
   * 0 if there is no store.
   */
  long getReadHits();

  /** Returns how many reads of a mount waited for the store; 0 if there is no store. */
  long getReadMisses();

  /** Returns how many times the store behind a mount was read; 0 if there is no store. */
  long getStoreReads();

  /**
   * Returns what was written to a mount and is not in the store behind it yet, in bytes; 0 if there
   * is no store.
   */
  long getUnwrittenBytes();

  /** Returns the number of frames of 4 KiB; they are numbered from 0. */
  int getFrameCount();

  /**
   * Returns the states of consecutive frames, as {@link PageMap#states}.
   *
   * @param first the first frame
   * @param count how many, at most 1,048,576
   * @return a byte each: the code of a {@link PageState}
   * @throws IllegalArgumentException if there are no such frames, or too many
   */
  byte[] pageStates(int first, int count);

  /**
   * Tells what is known of one frame.
   *
   * @param frame its number
   * @throws IllegalArgumentException if there is no such frame
   */
  PageInfo describeFrame(int frame);

  /**
   * Returns the frames of consecutive pages of a file, -1 for a page that has none.
   *
   * @param path path of a regular file; symbolic links are followed
   * @param firstPage index of the first page, from 0
   * @param count how many, at most 1,048,576; fewer are returned where the file ends
   * @throws IllegalArgumentException if a number is negative, or too large
   * @throws IOException if there is no such regular file
   * @throws java.nio.file.InvalidPathException if {@code path} is not a valid path
   */
  int[] pageFrames(String path, long firstPage, int count) throws IOException;

  /**
   * Returns the lost ranges of a file in ascending order. Adjacent lost pages form one range;
   * ranges end at the size of the file.
   *
   * @param path path of a regular file; symbolic links are followed
   * @throws IOException if there is no such regular file
   * @throws java.nio.file.InvalidPathException if {@code path} is not a valid path
   */
  List<ByteRange> badRanges(String path) throws IOException;
}
