package io.github.cordonfs;

/**
 * In how many ranges of addresses a process is mapped. Each mapped file is at least one, and one
 * for each run of adjacent pages where its memory is scattered; so are the JVM's heap, code, and
 * stacks. At the kernel's limit files can no longer be mapped, and the JVM itself may die of its
 * next allocation.
 *
 * @param inUse ranges at this moment, of everybody in the process, or -1 if the operating system
 *     does not say
 * @param limit how many the kernel allows it: {@code vm.max_map_count}
 */
public record AddressRanges(int inUse, int limit) {

  /** Returns the part that is in use, from 0 to 1, or not a number if that is not known. */
  public double share() {
    return inUse < 0 ? Double.NaN : (double) inUse / limit;
  }
}
