package io.github.cordonfs.testkit.powercut;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.testkit.powercut.WriteAheadLog.Variant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power may go once more while a program recovers. */
class RestartTest {

  @Test
  void aRecoveryThatAppliesItsJournalTwiceIsFoundByASecondPowerCutOnly() throws Exception {
    assertThat(booking(false).run().failures()).isEmpty();
    PowerCutReport report = booking(false).restart(disk -> settle(disk.root(), false)).run();
    assertThat(report.failures())
        .singleElement()
        .asString()
        .contains("\nthen, after the restart, power cut after operation")
        .contains("rename /temporary to /balance")
        .contains("balance is 150");
    PowerCutReport careful = booking(true).restart(disk -> settle(disk.root(), true)).run();
    assertThat(careful.failures()).as("%s", careful.failures()).isEmpty();
    assertThat(careful.redundantForces()).as("%s", careful).isEmpty();
  }

  @Test
  void whatWasPromisedBeforeTheFirstPowerCutHoldsAfterTheSecond() throws Exception {
    Workload hasty =
        disk -> {
          Path journal = disk.root().resolve("journal");
          if (Files.exists(journal)) {
            String[] entry = Files.readString(journal).split(" ", -1);
            Files.delete(journal);
            write(disk.root().resolve("balance"), 100 + Integer.parseInt(entry[1]) + " 1");
          }
        };
    assertThat(booking(true).restart(hasty).run().failures())
        .singleElement()
        .asString()
        .contains("promised: booked", "the balance is 100");
  }

  @Test
  void aSecondPowerCutIsReplayed() throws Exception {
    PowerCutExploration naive = booking(false).restart(disk -> settle(disk.root(), false));
    FailingState found = naive.run().failures().getFirst();
    assertThat(found.code()).contains("+");
    PowerCutReport again = naive.replay(found.code()).run();
    assertThat(again.checked()).isEqualTo(1);
    assertThat(again.failures()).singleElement().hasToString(found.toString());
    try (var disk = found.open().fileSystem()) {
      assertThat(Files.exists(disk.getPath("/journal"))).isTrue();
    }
  }

  @Test
  void thePageOfAFailureShowsBothPowerCuts(@TempDir Path directory) throws Exception {
    FailingState found =
        booking(false).restart(disk -> settle(disk.root(), false)).run().failures().getFirst();
    Path page = directory.resolve("page.html");
    found.writeHtml(page);
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .containsPattern("(?s)the power was cut here.*after the restart.*the power was cut here")
        .contains(found.replayOption(), "rename /temporary to /balance", "balance is 150")
        .contains("/balance, 5 bytes", "125 1", "after the power cut")
        .doesNotContain("src=", "href=", "<init>");
  }

  @Test
  void theCountsAreThoseOfBothEnumerations() throws Exception {
    PowerCutReport report =
        WriteAheadLogTest.explore(Variant.CAREFUL)
            .restart(
                disk -> WriteAheadLog.open(disk.root().resolve("store"), Variant.CAREFUL).close())
            .run();
    assertThat(report.failures()).as("%s", report.failures()).isEmpty();
    assertThat(report.redundantForces()).as("%s", report).isEmpty();
    RestartReport restarts = report.restarts();
    assertThat(restarts).isNotNull();
    assertThat(restarts.restarts()).isEqualTo(report.checked());
    assertThat(restarts.states()).extracting(StateCount::kind).startsWith("all lost", "all kept");
    assertThat(report.toString())
        .containsPattern("states: all lost \\d+ \\(\\d+ new\\), all kept \\d+")
        .containsPattern("during restarts: \\d+ restarts, \\d+ operations, states: all lost");
    int different = report.states().stream().mapToInt(StateCount::different).sum();
    assertThat(different).isEqualTo(report.checked());
  }

  @Test
  void aRestartThatFailsIsNotTakenForOneThatDoesNothing() {
    assertThatThrownBy(() ->
            booking(true)
                .restart(_ -> {
                  throw new IOException("no");
                })
                .run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the restart failed, and the recovery did not, after power cut")
        .hasRootCauseMessage("no");
  }

  /**
   * A balance of 100, and a journal with an amount of 25 that is to be added to it when the program
   * starts.
   */
  private static PowerCutExploration booking(boolean careful) {
    return Explore.powerCuts(
            disk -> {
              write(disk.root().resolve("journal"), "1 25");
              disk.promise("booked");
            },
            disk -> {
              settle(disk.root(), careful);
              int balance = balance(disk.root());
              if (disk.isPromised("booked") ? balance != 125 : balance != 125 && balance != 100) {
                throw new AssertionError("the balance is " + balance);
              }
            })
        .given(disk -> write(disk.root().resolve("balance"), "100 0"));
  }

  private static int balance(Path root) throws IOException {
    return Integer.parseInt(Files.readString(root.resolve("balance")).split(" ", -1)[0]);
  }

  /**
   * Adds what is in the journal. The careful program notes with the balance which entry that was.
   */
  private static void settle(Path root, boolean careful) throws IOException {
    Path journal = root.resolve("journal");
    if (!Files.exists(journal)) {
      return;
    }
    String[] entry = Files.readString(journal).split(" ", -1);
    String[] state = Files.readString(root.resolve("balance")).split(" ", -1);
    if (!careful || !state[1].equals(entry[0])) {
      int sum = Integer.parseInt(state[0]) + Integer.parseInt(entry[1]);
      write(root.resolve("balance"), sum + " " + entry[0]);
    }
    Files.delete(journal);
  }

  private static void write(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling("temporary");
    try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(text));
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.getParent(), READ)) {
      directory.force(true);
    }
  }
}
