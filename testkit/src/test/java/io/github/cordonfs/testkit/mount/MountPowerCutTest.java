package io.github.cordonfs.testkit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.PowerCutReport;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a mount for writing promises, on every disk that a power cut could have left: what was
 * forced is there, and what was told to be lost is an error and never old content.
 *
 * <p>The property {@code cordon.crash.seeds} says how many programs are tried, {@code
 * cordon.crash.states} how many disks of each at most.
 */
@Tag("B6")
@Tag("B7")
class MountPowerCutTest {

  private static final int SEEDS = Integer.getInteger("cordon.crash.seeds", 6);
  private static final int STEPS = 50;
  private static final int STATES = Integer.getInteger("cordon.crash.states", 400);

  @Test
  void nothingThatWasPromisedIsLostAndNothingThatIsLostIsForgotten() throws Exception {
    int lost = 0;
    int states = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      MountedWorkload program = new MountedWorkload(seed, STEPS);
      List<Known> known = new ArrayList<>();
      PowerCutReport report =
          Explore.powerCuts(
                  disk -> program.run(disk.root().resolve("data"), promising(disk, known)),
                  disk -> check(program, known, disk))
              .given(disk -> MountedWorkload.makeFiles(disk.root().resolve("data")))
              .restart(disk -> restart(program, disk.root().resolve("data")))
              .random(3, seed)
              .maxStates(STATES)
              .forces(false)
              .size("64m")
              .run();
      assertThat(report.failures()).as("seed %d", seed).isEmpty();
      lost += program.lost();
      states += report.checked();
    }
    System.out.printf(
        "%d programs of %d steps, %d pages lost, %d disks after a power cut: no promise broken%n",
        SEEDS, STEPS, lost, states);
    assertThat(lost).isGreaterThan(SEEDS);
    assertThat(states).isGreaterThan(SEEDS * STATES / 2);
  }

  private static MountedWorkload.Listener promising(TestDisk disk, List<Known> known) {
    return new MountedWorkload.Listener() {
      @Override
      public void begins(int file) {}

      @Override
      public void promised(Known each) {
        known.add(each);
        disk.promise(Integer.toString(known.size()));
      }
    };
  }

  private static void check(MountedWorkload program, List<Known> known, CrashedDisk disk)
      throws IOException {
    int promises = disk.promises().size();
    if (promises == 0) {
      return;
    }
    // The step after that may have done something already.
    List<Known> either = known.subList(promises - 1, Math.min(promises + 1, known.size()));
    Path data = disk.root().resolve("data");
    keepNumbers(program, data);
    try (CordonFileSystem fs = Cordon.mount(data, MountedWorkload.options())) {
      for (int file = 0; file < MountedWorkload.FILES; file++) {
        PromiseCheck.check(either, file, fs.getPath(MountedWorkload.name(file)));
      }
    } catch (FileSystemException e) {
      if (!e.getMessage().contains("memory failed before it was written")) {
        throw e;
      }
    }
  }

  /** A power cut keeps what is stored with a file, once the file was forced. */
  private static void keepNumbers(MountedWorkload program, Path data) throws IOException {
    for (Map.Entry<String, byte[]> each : program.numbers().entrySet()) {
      Files.setAttribute(
          data.resolve(each.getKey().substring(1)), "user:cordon.id", each.getValue());
    }
  }

  /** The next mount writes the journal anew, and may be cut off in that, too. */
  private static void restart(MountedWorkload program, Path data) throws IOException {
    keepNumbers(program, data);
    try (CordonFileSystem fs = Cordon.mount(data, MountedWorkload.options())) {
      assertThat(fs.isOpen()).isTrue();
    } catch (FileSystemException e) {
      assertThat(e).hasMessageContaining("memory failed before it was written");
    }
  }
}
