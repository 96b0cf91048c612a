package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.util.Random;

/**
 * The kernel moves pages off memory that it suspects, while threads read and write them: Cordon
 * must not notice, and nothing may be lost. Asked for in both ways that there are, in turn.
 */
final class SoftOffline {

  private static final int FILES = 4;
  private static final int PAGES = 1024;

  private SoftOffline() {}

  /**
   * Runs the job.
   *
   * @param times how many pages the kernel moves
   */
  static void run(int times, Shape shape, Findings findings) throws Exception {
    CordonOptions options =
        shape.apply(CordonOptions.builder().size("64m").collapseRate(0)).build();
    Random random = new Random(5);
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        Victims victims = new Victims(fs, findings, FILES, PAGES)) {
      Users users = Users.start(victims, findings);
      try {
        int done = 0;
        // The kernel gives up on a page that is in use just then; some other one will do.
        for (int tried = 0; done < times && tried < 4 * times; tried++) {
          CheckedFile file = victims.files().get(random.nextInt(FILES));
          int index = random.nextInt(PAGES);
          int frame = fs.memoryFailures().frameOf(file.path(), CheckedFile.offset(index));
          Door door = done % 2 == 0 ? Door.SOFT_OFFLINE : Door.SOFT_OFFLINE_CALL;
          Striker.Answer answer = victims.striker().inject(door, frame);
          if (!answer.done()) {
            findings.count("refused", 1);
            continue;
          }
          done++;
          long now = victims.striker().inject(Door.LOOK, frame).physicalPage();
          boolean stayed = now == answer.physicalPage();
          findings.count((stayed ? "stayed-by-" : "moved-by-") + door, 1);
        }
        findings.expect(
            "pages moved",
            times,
            findings.count("moved-by-" + Door.SOFT_OFFLINE)
                + findings.count("moved-by-" + Door.SOFT_OFFLINE_CALL));
      } finally {
        users.stop();
      }
      findings.expect("found by a patrol", 0, fs.memoryFailures().patrol());
      victims.readAll();
      findings.expect("failures reported", 0, fs.memoryFailures().counters().total());
      findings.expect("bytes out of service", 0, fs.memoryUsage().outOfServiceBytes());
    }
  }
}
