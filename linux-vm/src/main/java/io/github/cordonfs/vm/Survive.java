package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.util.concurrent.TimeUnit;

/**
 * The kernel poisons pages of files, one after the other, while threads read and write them through
 * channels and mappings. Exactly these pages must be lost, and be reported.
 */
final class Survive {

  private static final int FILES = 4;
  private static final int PAGES = 1536;
  private static final int SECONDS_FOR_HUGE_PAGES = 60;

  private Survive() {}

  /**
   * Runs the job.
   *
   * @param strikes how many pages the kernel poisons
   */
  static void run(int strikes, Shape shape, Findings findings) throws Exception {
    CordonOptions options =
        shape.apply(CordonOptions.builder().size("256m").collapseRate(0).patrolRate(0)).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        Victims victims = new Victims(fs, findings, FILES, PAGES)) {
      if (shape == Shape.HUGE) {
        awaitHugePages(fs, findings);
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

  /** The kernel is asked in the background, and takes its time. */
  private static void awaitHugePages(CordonFileSystem fs, Findings findings)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_FOR_HUGE_PAGES);
    while (fs.memoryUsage().physicalHugeBytes() < (long) FILES * PAGES * PageContent.BYTES
        && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    findings.count("physical-huge-mib", fs.memoryUsage().physicalHugeBytes() >> 20);
    if (fs.memoryUsage().physicalHugeBytes() == 0) {
      findings.wrong("differences", "the kernel gave no huge pages");
    }
  }
}
