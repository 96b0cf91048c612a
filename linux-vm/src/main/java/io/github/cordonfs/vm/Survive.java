package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;

/**
 * The kernel poisons pages of files, one after the other, while threads read and write them through
 * channels and mappings. Exactly these pages must be lost, and be reported.
 */
final class Survive {

  private static final int FILES = 4;
  private static final int PAGES = 1536;

  private Survive() {}

  /**
   * Runs the job.
   *
   * @param strikes how many pages the kernel poisons
   */
  static void run(int strikes, Shape shape, Findings findings) throws Exception {
    run(strikes, shape, findings, Door.CORRUPT_PFN, Door.HARD_OFFLINE);
  }

  /** As the other, by machine checks. */
  static void runMachineChecks(int strikes, Shape shape, Findings findings) throws Exception {
    Kernel.keepPagesInPlace();
    run(strikes, shape, findings, Door.MACHINE_CHECK);
  }

  private static void run(int strikes, Shape shape, Findings findings, Door... doors)
      throws Exception {
    CordonOptions options =
        shape.apply(CordonOptions.builder().size("256m").collapseRate(0).patrolRate(0)).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        Victims victims = new Victims(fs, findings, FILES, PAGES)) {
      victims.strikeThrough(doors);
      if (shape == Shape.HUGE) {
        Shape.awaitHugePages(fs, findings, (long) FILES * PAGES * PageContent.BYTES);
      }
      Users users = Users.start(victims, findings);
      try {
        victims.strike(strikes, Victims.Look.MOSTLY);
      } finally {
        users.stop();
      }
      findings.count("found-at-the-end", fs.memoryFailures().patrol());
      victims.readAll();
      victims.expectLost();
      victims.expectCorrupted(strikes);
    }
  }
}
