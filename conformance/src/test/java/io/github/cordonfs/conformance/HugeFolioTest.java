package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rows b01, b03, b06, b07, g03: a file of two huge folios. Linux 5.10 refused to handle a failure
 * in one and went on to read it; 6.12 splits it.
 */
@Tag("H5")
class HugeFolioTest extends Scenario {

  private static final int HUGE = 512 * PAGE;
  private static final int HUGE_ORDER = 9;

  HugeFolioTest() {
    super(HugePolicy.ALWAYS, 1024);
  }

  /** Linux 6.12: 511 pages keep their data, and their pfns. */
  @Test
  @Tag("b01")
  void theFolioIsSplitAndOnlyOnePageIsLost() throws IOException {
    int[] before = {frameOf(0), frameOf(99), frameOf(101)};
    var event = poison(100);
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(event.folioOrder()).isEqualTo(HUGE_ORDER);
    assertThat(reads()).isEqualTo("D[0-99] EIO[100] D[101-1023]");
    assertThat(new int[] {frameOf(0), frameOf(99), frameOf(101)}).isEqualTo(before);
  }

  /** Linux 6.12: 409600, and 1048576 behind the page. */
  @Test
  @Tag("b01")
  @Tag("A2")
  void aLongReadEndsExactlyAtThePoisonedPage() throws IOException {
    poison(100);
    assertThat(read(1024 * PAGE, 0)).isEqualTo("409600: D[0-99]");
    assertThat(read(256 * PAGE, 101 * PAGE)).isEqualTo("1048576: D[101-356]");
  }

  /** Linux 6.12: the second failure in a former huge page is one of a small page. */
  @Test
  @Tag("b01")
  void aSecondFailureMeetsASmallFolio() throws IOException {
    poison(100);
    assertThat(poison(200).folioOrder()).isZero();
    assertThat(reads()).isEqualTo("D[0-99] EIO[100] D[101-199] EIO[200] D[201-1023]");
    channel.punchHole(100 * PAGE, PAGE);
    assertThat(reads()).isEqualTo("D[0-99] Z[100] D[101-199] EIO[200] D[201-1023]");
  }

  /** Linux 6.12: a store after the punch makes a new huge page. */
  @Test
  @Tag("b01")
  @Tag("R1")
  @Tag("F4")
  void theRangeIsHugeAgainOnceItWasPunched() throws IOException {
    int badBlock = frameOf(100) / 512;
    poison(100);
    poison(200);
    channel.punchHole(0, HUGE);
    assertThat(reads()).isEqualTo("Z[0-511] D[512-1023]");
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(2 * PAGE);
    channel.write(ByteBuffer.allocate(1), 0);
    assertThat(frameOf(0) / 512).isNotEqualTo(badBlock);
    assertThat(poison(1).folioOrder()).isEqualTo(HUGE_ORDER);
  }

  /** Linux 6.12: the head is a page like the others. */
  @Test
  @Tag("b03")
  void theFirstPageOfTheFolioMayFail() throws IOException {
    poison(0);
    assertThat(reads()).isEqualTo("EIO[0] D[1-1023]");
  }

  /** Linux 6.12, memfd with MADV_HUGEPAGE: the same. */
  @Test
  @Tag("b06")
  @Tag("F1")
  void aFolioThatWasAskedForIsSplitToo() throws IOException {
    CordonOptions advise =
        CordonOptions.builder().size(SIZE).huge(HugePolicy.ADVISE).injection(true).build();
    try (CordonFileSystem advised = Cordon.newFileSystem(advise)) {
      Path path = advised.getPath("/advised");
      try (var asked = open(path, CREATE_NEW, READ, WRITE, CordonOpenOption.HUGE)) {
        asked.write(ByteBuffer.wrap(Pages.data(512)), 0);
        var event = advised.memoryFailures().strike(path, 77 * PAGE);
        assertThat(event.folioOrder()).isEqualTo(HUGE_ORDER);
        assertThat(Pages.reads(asked, 512)).isEqualTo("D[0-76] EIO[77] D[78-511]");
      }
    }
  }

  /** Linux 6.12: 1228800 bytes of 2 MiB are written. */
  @Test
  @Tag("b07")
  @Tag("A4")
  void aLongWriteEndsExactlyAtThePoisonedPage() throws IOException {
    poison(300);
    assertThat(write(HUGE, 0)).isEqualTo(1228800);
    assertThat(reads()).isEqualTo("M[0-299] EIO[300] D[301-1023]");
  }

  /** Linux 6.12: the page stays lost although the file ended in it. */
  @Test
  @Tag("b07")
  @Tag("R3")
  void truncateIntoThePageDoesNotHeal() throws IOException {
    poison(300);
    channel.truncate(300 * PAGE + 10);
    channel.setSize(1024 * PAGE);
    assertThat(reads()).isEqualTo("D[0-299] EIO[300] Z[301-1023]");
  }

  /** Linux 6.12: corrupt-pfn splits a huge page that is mapped nowhere. */
  @Test
  @Tag("g03")
  @Tag("U1")
  void aFrameInsideTheFolioIsPoisonedAlone() throws IOException {
    failures().strikeFrame(frameOf(100));
    assertThat(reads()).isEqualTo("D[0-99] EIO[100] D[101-1023]");
  }
}
