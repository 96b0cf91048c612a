package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows a01 to a04, a24 to a26, a32, a33, g02: a poisoned 4 KiB page under reads and writes. */
class PoisonedPageTest extends Scenario {

  PoisonedPageTest() {
    super(HugePolicy.NEVER, 16);
  }

  /** Linux 6.12: the same. 5.10 dropped the page and read zeros. */
  @Test
  @Tag("a01")
  @Tag("A1")
  @Tag("H4")
  void onlyThePoisonedPageCannotBeRead() throws IOException {
    assertThat(poison(5).outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: 20480, EIO, 40960. */
  @Test
  @Tag("a02")
  @Tag("A2")
  void aLongReadEndsExactlyAtThePoisonedPage() throws IOException {
    poison(5);
    assertThat(read(16 * PAGE, 0)).isEqualTo("20480: D[0-4]");
    isInputOutputError(() -> read(16 * PAGE, 5 * PAGE));
    assertThat(read(16 * PAGE, 6 * PAGE)).isEqualTo("40960: D[6-15]");
  }

  /** Linux 6.12: EIO, 2048, 50. */
  @Test
  @Tag("a02")
  @Tag("A1")
  @Tag("A2")
  void aReadThatIsNotAlignedEndsAtThePoisonedPageToo() throws IOException {
    poison(5);
    isInputOutputError(() -> read(1, 5 * PAGE + 100));
    assertThat(channel.read(ByteBuffer.allocate(2 * PAGE), 4 * PAGE + 2048)).isEqualTo(2048);
    assertThat(channel.read(ByteBuffer.allocate(100), 5 * PAGE - 50)).isEqualTo(50);
  }

  /** Linux 6.12: read() 20480 and then EIO, the position is 20480 after both. */
  @Test
  @Tag("a02")
  @Tag("A2")
  void aReadThatFailsDoesNotMoveThePosition() throws IOException {
    poison(5);
    assertThat(channel.read(ByteBuffer.allocate(16 * PAGE))).isEqualTo(20480);
    isInputOutputError(() -> channel.read(ByteBuffer.allocate(16 * PAGE)));
    assertThat(channel.position()).isEqualTo(20480);
  }

  /** Linux 6.12: preadv of 16 buffers gives 20480. */
  @Test
  @Tag("a02")
  @Tag("A5")
  void aScatteringReadEndsAtThePoisonedPage() throws IOException {
    poison(5);
    ByteBuffer[] buffers = new ByteBuffer[16];
    Arrays.setAll(buffers, _ -> ByteBuffer.allocate(PAGE));
    assertThat(channel.read(buffers)).isEqualTo(20480);
  }

  /** Linux 6.12: EIO, and the page stays lost. */
  @Test
  @Tag("a03")
  @Tag("A3")
  void aWriteOfTheWholePageFails() throws IOException {
    poison(5);
    isInputOutputError(() -> write(PAGE, 5 * PAGE));
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: 4096. */
  @Test
  @Tag("a03")
  @Tag("A4")
  void aLongWriteEndsExactlyAtThePoisonedPage() throws IOException {
    poison(5);
    assertThat(write(3 * PAGE, 4 * PAGE)).isEqualTo(4096);
    assertThat(reads()).isEqualTo("D[0-3] M[4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: EIO. */
  @Test
  @Tag("a04")
  @Tag("A3")
  void aWriteOfAPartOfThePageFails() throws IOException {
    poison(5);
    isInputOutputError(() -> write(100, 5 * PAGE + 200));
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /**
   * Linux 6.12: EFAULT, nothing more is lost. Here the report says so, and nobody is told a second
   * time.
   */
  @Test
  @Tag("a24")
  @Tag("H7")
  void aPageIsPoisonedOnce() throws IOException {
    poison(5);
    var before = failures().counters();
    assertThat(poison(5).message()).isEqualTo(MessageType.ALREADY_POISONED);
    assertThat(failures().counters()).isEqualTo(before);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: the hole gets a page first, st_blocks goes from 0 to 8. */
  @Test
  @Tag("a25")
  @Tag("U1")
  void aHoleIsGivenMemoryThatIsPoisonedThen() throws IOException {
    channel.setSize(0);
    channel.setSize(16 * PAGE);
    assertThat(blocks()).isEqualTo(0L);
    poison(5);
    assertThat(blocks()).isEqualTo(8L);
    assertThat(reads()).isEqualTo("Z[0-4] EIO[5] Z[6-15]");
  }

  /** Linux 6.12: one call over four pages; 12288. Here each page is a failure of its own. */
  @Test
  @Tag("a32")
  @Tag("A2")
  void neighboursArePoisonedOneByOne() throws IOException {
    for (int page = 3; page <= 6; page++) {
      poison(page);
    }
    assertThat(reads()).isEqualTo("D[0-2] EIO[3-6] D[7-15]");
    assertThat(read(16 * PAGE, 0)).isEqualTo("12288: D[0-2]");
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(4 * PAGE);
  }

  /** Linux 6.12: 50 of 50 calls succeed. */
  @Test
  @Tag("a33")
  @Tag("A1")
  void manyPagesOfAFileMayBePoisoned() throws IOException {
    Files.write(file, Pages.data(60));
    for (int page = 0; page < 50; page++) {
      poison(page);
    }
    assertThat(Pages.reads(channel, 60)).isEqualTo("EIO[0-49] D[50-59]");
  }

  /** Linux 6.12: corrupt-pfn takes the page from the file as madvise does. */
  @Test
  @Tag("g02")
  @Tag("U1")
  void aFrameIsPoisonedAsAPageOfItsFile() throws IOException {
    var event = failures().strikeFrame(frameOf(5));
    assertThat(event.paths()).isEqualTo(List.of("/file"));
    assertThat(event.pageIndex()).isEqualTo(5);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: EPERM for those without CAP_SYS_ADMIN. */
  @Test
  @Tag("a26")
  @Tag("U0")
  void injectionMustBeAllowed() throws IOException {
    try (CordonFileSystem production =
        Cordon.newFileSystem(CordonOptions.builder().size(SIZE).build())) {
      Path safe = Files.write(production.getPath("/safe"), Pages.data(1));
      MemoryFailures failures = production.memoryFailures();
      assertThatThrownBy(() -> failures.strike(safe, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> failures.softOffline(safe, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThat(safe).hasBinaryContent(Pages.data(1));
    }
  }
}
