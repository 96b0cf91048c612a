package io.github.cordonfs;

/**
 * How many ranges of addresses a process has mapped. A mapped file takes at least one; if its
 * memory is scattered, it takes one for each run of adjacent pages. The JVM's heap, code and stacks
 * take ranges too. At the kernel's limit no file can be mapped any more, and the JVM itself may die
 * at its next allocation.
 *
 * @param inUse ranges that the whole process has mapped now, or -1 if the operating system does not
 *     say
 * @param limit how many the kernel allows a process: {@code vm.max_map_count}
 */
public record AddressRanges(int inUse, int limit) {

  /** Returns the part of the limit that is in use, from 0 to 1, or NaN if that is not known. */
  public double share() {
    return inUse < 0 ? Double.NaN : (double) inUse / limit;
  }
}
