package io.github.cordonfs.testkit.powercut;

import java.util.List;

/** Has a program look at what a power cut left. */
@FunctionalInterface
interface ImageCheck {

  /**
   * Checks a disk.
   *
   * @param promises what the program had promised, in order
   * @throws Exception or any error, if the program did not survive
   */
  void check(DiskImage image, List<String> promises) throws Exception;
}
