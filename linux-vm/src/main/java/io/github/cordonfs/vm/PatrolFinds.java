package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.util.concurrent.TimeUnit;

/** Nobody touches what the kernel poisons: the patrol must find it (contract row U7). */
final class PatrolFinds {

  private static final int FILES = 2;
  private static final int PAGES = 1024;
  private static final int SECONDS = 120;

  private PatrolFinds() {}

  /**
   * Runs the job.
   *
   * @param strikes how many pages the kernel poisons
   */
  static void run(int strikes, Shape shape, Findings findings) throws Exception {
    // The patrol that everybody has who does not switch it off.
    CordonOptions options = shape.apply(CordonOptions.builder().size("64m")).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        Victims victims = new Victims(fs, findings, FILES, PAGES)) {
      victims.strike(strikes, Victims.Look.NEVER);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (victims.reports().count() < strikes && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      findings.expect("found by the patrol", strikes, findings.count("by-patrol"));
      victims.readAll();
      victims.expectLost();
      victims.expectCorrupted(strikes);
    }
  }
}
