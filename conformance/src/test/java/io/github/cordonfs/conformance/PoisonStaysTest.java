package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows a08c, a11, a13 to a16: what neither heals a poisoned page nor is kept from working. */
class PoisonStaysTest extends Scenario {

  PoisonStaysTest() {
    super(HugePolicy.NEVER, 16);
  }

  /** Linux 6.12: 0, and EIO as before. */
  @Test
  @Tag("a08c")
  @Tag("A7")
  void allocatingOverThePageDoesNotHeal() throws IOException {
    poison(5);
    channel.allocate(0, 16 * PAGE, false);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: the same. */
  @Test
  @Tag("a11")
  @Tag("A7")
  void extendingTheFileDoesNotHeal() throws IOException {
    poison(5);
    channel.setSize(20 * PAGE);
    assertThat(Pages.reads(channel, 20)).isEqualTo("D[0-4] EIO[5] D[6-15] Z[16-19]");
  }

  /** Linux 6.12: EIO for the 100 bytes in the page, and for all of it once the file is longer. */
  @Test
  @Tag("a11")
  @Tag("A7")
  void thePoisonedPageAtTheEndIsLostAsAWhole() throws IOException {
    channel.truncate(15 * PAGE + 100);
    assertThat(poison(15).range().length()).isEqualTo(100);
    isInputOutputError(() -> read(PAGE, 15 * PAGE));
    channel.setSize(16 * PAGE);
    isInputOutputError(() -> read(PAGE, 15 * PAGE + 100));
  }

  /** Linux 6.12: EIO, the size stays. */
  @Test
  @Tag("a11")
  @Tag("A5")
  void nothingCanBeAppendedInsideThePage() throws IOException {
    channel.truncate(15 * PAGE + 100);
    poison(15);
    isInputOutputError(() -> write(100, 15 * PAGE + 100));
    try (var appending = open(file, APPEND)) {
      isInputOutputError(() -> appending.write(Pages.other(100)));
    }
    assertThat(channel.size()).isEqualTo(15 * PAGE + 100);
  }

  /** Linux 6.12: both names lead to the lost page. */
  @Test
  @Tag("a13")
  @Tag("A7")
  void renameAndLinkWorkAndKeepThePoison() throws IOException {
    poison(5);
    Path renamed = Files.move(file, fs.getPath("/renamed"));
    Path link = Files.createLink(fs.getPath("/link"), renamed);
    for (Path each : new Path[] {renamed, link}) {
      try (var reopened = open(each)) {
        assertThat(Pages.reads(reopened, 16)).isEqualTo("D[0-4] EIO[5] D[6-15]");
      }
    }
  }

  /** Linux 6.12: fsync, fsync again, fdatasync and close give 0. */
  @Test
  @Tag("a14")
  @Tag("A8")
  void forceAndCloseSucceed() throws IOException {
    poison(5);
    channel.force(true);
    channel.force(true);
    channel.force(false);
    channel.close();
  }

  /** Linux 6.12: SEEK_DATA from page 5 and SEEK_HOLE from 0 give 5 / 10, and 6 / 5 when punched. */
  @Test
  @Tag("a15")
  @Tag("A7")
  void thePoisonedPageCountsAsDataUntilItIsPunched() throws IOException {
    channel.punchHole(10 * PAGE, 2 * PAGE);
    poison(5);
    assertThat(channel.seekData(5 * PAGE)).isEqualTo(5 * PAGE);
    assertThat(channel.seekHole(0)).isEqualTo(10 * PAGE);
    channel.punchHole(5 * PAGE, PAGE);
    assertThat(channel.seekData(5 * PAGE)).isEqualTo(6 * PAGE);
    assertThat(channel.seekHole(0)).isEqualTo(5 * PAGE);
  }

  /** Linux 6.12: EIO after close and reopen, as after drop_caches. */
  @Test
  @Tag("a16")
  @Tag("A9")
  void closingTheLastHandleKeepsThePoison() throws IOException {
    poison(5);
    channel.close();
    try (var reopened = open(file)) {
      assertThat(Pages.reads(reopened, 16)).isEqualTo("D[0-4] EIO[5] D[6-15]");
    }
  }
}
