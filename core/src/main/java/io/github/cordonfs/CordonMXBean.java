package io.github.cordonfs;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A file system as JMX sees it. Each open file system is registered with the platform's MBean
 * server as {@code io.github.cordonfs:type=FileSystem,name=NAME}, until it is closed; if that name
 * is taken, by a Cordon of another class loader, with {@code ,instance=2} behind it, or the next
 * number. Figures are taken without stopping anybody and may be from slightly different moments.
 * Thread-safe.
 *
 * <p>The bean sends a notification of type {@code io.github.cordonfs.memory.failure} for each
 * memory failure, from the thread that handled it. Its message is for people; its user data is a
 * {@code Map} of {@code paths} (a {@code String[]}), {@code offset} and {@code length} of what was
 * lost, in bytes, {@code dataLost}, {@code frame}, {@code source}, and {@code handlingNanos}.
 */
public interface CordonMXBean {

  /** Returns the name: the authority of the URIs of the file system. */
  String getName();

  /** Returns what files can use at most, in bytes: the size less quarantined frames. */
  long getCapacityBytes();

  /** Returns what files hold, in bytes, poisoned pages included. */
  long getUsedBytes();

  /** Returns what was obtained from the operating system, free or used, in bytes. */
  long getResidentBytes();

  /** Returns what files hold in huge folios, in bytes: 2 MiB for each. */
  long getHugeBytes();

  /**
   * Returns the part of the resident memory that the operating system backs with huge pages of its
   * own, in bytes, as far as it said so when asked.
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
   * Returns the same by who found the failure that took it; what soft offline took is in none of
   * them.
   *
   * @return bytes for every source, none missing
   */
  Map<FailureSource, Long> getOutOfServiceBytesBySource();

  /**
   * Returns how many ranges of addresses the process is mapped in, by all that it does: mappings of
   * scattered files, of this file system and others, take many. Of the process, not of the file
   * system. Takes some 20 milliseconds near the usual limit.
   *
   * @return -1 if the operating system does not say
   */
  int getAddressRanges();

  /** Returns how many of them the kernel allows a process: {@code vm.max_map_count}. */
  int getMaxAddressRanges();

  /**
   * Returns the part of these that is in use, from 0 to 1. At 1 files can no longer be mapped, and
   * the JVM may die of its own next allocation; from 0.8 on there is a warning in the log.
   *
   * @return not a number if the operating system does not say
   */
  double getAddressRangesShare();

  /**
   * Returns how many memory failures were handled since the file system was made, by who found them
   * and by how it ended.
   *
   * @return counts for every source, none missing
   */
  Map<FailureSource, FailureCounters.Counts> getMemoryFailures();

  /**
   * Returns the files that have lost pages, a path of each. Looks through all files when it is
   * asked, but not if no memory is out of service.
   */
  List<String> getBadFiles();

  /**
   * Returns the lost ranges of a file, in bytes, in ascending order, adjacent pages joined, clipped
   * to the size.
   *
   * @param path of a regular file; symbolic links are followed
   * @throws IOException if there is no such regular file
   * @throws java.nio.file.InvalidPathException if it is no path
   */
  List<ByteRange> badRanges(String path) throws IOException;
}
