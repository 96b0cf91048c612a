package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows a08 to a10, a12, a19, a20: how a poisoned page leaves its file, and where it goes. */
class PoisonRemovalTest extends Scenario {

  PoisonRemovalTest() {
    super(HugePolicy.NEVER, 16);
  }

  /** Linux 6.12: st_blocks 128 to 120, zeros; the page can be written again, st_blocks 128. */
  @Test
  @Tag("a08")
  @Tag("R1")
  @Tag("R9")
  void aHolePunchOfTheWholePageHeals() throws IOException {
    int bad = frameOf(5);
    poison(5);
    assertThat(blocks()).isEqualTo(128L);
    channel.punchHole(5 * PAGE, PAGE);
    assertThat(blocks()).isEqualTo(120L);
    assertThat(reads()).isEqualTo("D[0-4] Z[5] D[6-15]");
    channel.write(ByteBuffer.wrap(Pages.data(6), 5 * PAGE, PAGE), 5 * PAGE);
    assertThat(reads()).isEqualTo("D[0-15]");
    assertThat(blocks()).isEqualTo(128L);
    assertThat(frameOf(5)).isNotNegative().isNotEqualTo(bad);
  }

  /** Linux 6.12: EIO as before. */
  @Test
  @Tag("a08b")
  @Tag("R3")
  void aHolePunchInsideThePageDoesNotHeal() throws IOException {
    poison(5);
    channel.punchHole(5 * PAGE + 1000, 100);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: the neighbours lose what was punched, the page is gone. */
  @Test
  @Tag("a08b")
  @Tag("R1")
  void aHolePunchThatIsNotAlignedHealsThePagesWhollyInside() throws IOException {
    poison(5);
    channel.punchHole(4 * PAGE + 2048, 2 * PAGE);
    assertThat(reads()).isEqualTo("D[0-3] M[4] Z[5] M[6] D[7-15]");
  }

  /** Linux 6.12: the same. */
  @Test
  @Tag("a08b")
  @Tag("R3")
  void aHolePunchThatBeginsInsideThePageDoesNotHeal() throws IOException {
    poison(5);
    channel.punchHole(5 * PAGE + 2048, 2 * PAGE - 2048);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] Z[6] D[7-15]");
  }

  /** Linux 6.12: zeros, st_blocks 0; the frame stays out of use, HardwareCorrupted stays up. */
  @Test
  @Tag("a09")
  @Tag("R2")
  @Tag("R8")
  void truncateBelowThePageHeals() throws IOException {
    poison(5);
    channel.truncate(0);
    channel.setSize(16 * PAGE);
    assertThat(reads()).isEqualTo("Z[0-15]");
    assertThat(blocks()).isEqualTo(0L);
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(PAGE);
  }

  /** Linux 6.12: EIO, also for the 1000 bytes that are left, and after the file grew again. */
  @Test
  @Tag("a10")
  @Tag("R2")
  @Tag("R3")
  void truncateIntoThePageDoesNotHeal() throws IOException {
    poison(5);
    channel.truncate(5 * PAGE + 1000);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] EOF[6-15]");
    channel.setSize(16 * PAGE);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] Z[6-15]");
    channel.truncate(5 * PAGE);
    channel.setSize(16 * PAGE);
    assertThat(reads()).isEqualTo("D[0-4] Z[5-15]");
  }

  /**
   * Linux 6.12: the frame is not in 256 MiB that are allocated afterwards. Here: in none at all.
   */
  @Test
  @Tag("a12")
  @Tag("R4")
  @Tag("R8")
  void aFrameThatLeftItsFileIsNotUsedAgain() throws IOException {
    int bad = frameOf(5);
    poison(5);
    channel.close();
    Files.delete(file);
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(PAGE);
    Path all = fs.getPath("/all");
    long capacity = Files.getFileStore(fs.getPath("/")).getUsableSpace();
    try (var rest = open(Files.createFile(all), WRITE)) {
      rest.allocate(0, capacity, false);
    }
    for (long offset = 0; offset < capacity; offset += PAGE) {
      assertThat(failures().frameOf(all, offset)).isNotNegative().isNotEqualTo(bad);
    }
  }

  /** Linux 6.12, O_TMPFILE: EIO while it is open, gone with the last descriptor. */
  @Test
  @Tag("a19")
  @Tag("R4")
  void aFileWithoutANameKeepsItsPoisonUntilItIsClosed() throws IOException {
    Files.delete(file);
    var event = failures().strikeRandom(1, 1).getFirst();
    assertThat(event.unlinked()).isTrue();
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    isInputOutputError(() -> read(PAGE, event.range().offset()));
    channel.close();
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
  }

  /** Linux 6.12, statfs: 16 pages with the file, 16 after the failure, 0 after unlink. */
  @Test
  @Tag("a20")
  @Tag("U6")
  void aPoisonedPageIsUsedSpaceUntilItIsRemoved() throws IOException {
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(16 * PAGE);
    poison(5);
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(16 * PAGE);
    assertThat(blocks()).isEqualTo(128L);
    channel.close();
    Files.delete(file);
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
    assertThat(CordonFileSystem.of(fs).memoryUsage().outOfServiceBytes()).isEqualTo(PAGE);
  }
}
