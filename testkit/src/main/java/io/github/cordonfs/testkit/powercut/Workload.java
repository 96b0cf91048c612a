package io.github.cordonfs.testkit.powercut;

/** What a program does until the power is cut. Runs once, and is recorded. */
@FunctionalInterface
public interface Workload {

  /**
   * Does it.
   *
   * @param disk where, and what to tell of promises that the program has made
   * @throws Exception if it fails, which ends the exploration: without a power cut it should not
   */
  void run(TestDisk disk) throws Exception;
}
