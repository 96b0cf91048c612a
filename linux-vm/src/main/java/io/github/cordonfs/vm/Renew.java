package io.github.cordonfs.vm;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What was lost is cleared: the frames must come back with other physical pages, be usable to the
 * last one, and survive being struck again (contract row U4).
 */
final class Renew {

  private static final int FILES = 2;
  private static final int PAGES = 1024;
  private static final int SECONDS = 60;

  private Renew() {}

  /**
   * Runs the job.
   *
   * @param strikes how many pages the kernel poisons in each of two rounds
   */
  static void run(int strikes, Shape shape, Findings findings) throws Exception {
    // No more than the files need: each frame must be had again.
    long bytes = (long) FILES * PAGES * PageContent.BYTES;
    CordonOptions options =
        shape.apply(CordonOptions.builder().size(bytes).collapseRate(0).patrolRate(0)).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        Victims victims = new Victims(fs, findings, FILES, PAGES)) {
      victims.strike(strikes, Victims.Look.MOSTLY);
      fs.memoryFailures().patrol();
      victims.readAll();
      victims.expectLost();
      List<Victims.Struck> first = clear(fs, victims, findings);

      Map<Integer, CheckedFile> owners = new HashMap<>();
      Map<Integer, Integer> places = new HashMap<>();
      for (CheckedFile file : victims.files()) {
        for (int index = 0; index < PAGES; index++) {
          int frame = fs.memoryFailures().frameOf(file.path(), CheckedFile.offset(index));
          owners.put(frame, file);
          places.put(frame, index);
        }
      }
      for (Victims.Struck each : first) {
        CheckedFile file = owners.get(each.frame());
        Integer index = places.get(each.frame());
        if (file == null || index == null) {
          findings.wrong("differences", "frame " + each.frame() + " is in no file");
          continue;
        }
        long now = victims.striker().inject(Door.LOOK, each.frame()).physicalPage();
        if (now == each.physicalPage()) {
          findings.wrong("differences", "frame " + each.frame() + " has its bad page still");
        }
        victims.strike(file, index);
        findings.count("struck-again", 1);
      }
      fs.memoryFailures().patrol();
      victims.readAll();
      victims.expectLost();
      clear(fs, victims, findings);
      victims.expectCorrupted(2L * strikes);
    }
  }

  /** Clears all that is lost, writes it anew and reads it; returns what it was. */
  private static List<Victims.Struck> clear(CordonFileSystem fs, Victims victims, Findings findings)
      throws IOException, InterruptedException {
    MemoryFailures failures = fs.memoryFailures();
    for (CheckedFile file : victims.files()) {
      failures.clearPoison(file.path(), new ByteRange(0, file.size()));
    }
    List<Victims.Struck> cleared = victims.forgetStruck();
    findings.count("cleared", cleared.size());
    // The kernel may be in the middle of its work on a page; it is asked again by the patrol.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (fs.memoryUsage().outOfServiceBytes() > 0 && System.nanoTime() < end) {
      failures.patrol();
      Thread.sleep(10);
    }
    findings.expect("bytes out of service", 0, fs.memoryUsage().outOfServiceBytes());
    for (Victims.Struck each : cleared) {
      each.file().write(each.index(), false);
    }
    victims.readAll();
    return cleared;
  }
}
