package io.github.cordonfs.testkit.powercut;

/**
 * Starts the program again on what a power cut left, and checks that nothing is lost that was
 * promised. Runs once for each disk, in several threads.
 */
@FunctionalInterface
public interface Recovery {

  /**
   * Recovers and checks.
   *
   * @param disk what was left, in a file system of its own that may be written to
   * @throws Exception or any error, if the program did not survive
   */
  void check(CrashedDisk disk) throws Exception;
}
