package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CollapseReport;
import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows c01, c02, c05: joining 512 small folios into a huge one. Linux calls it MADV_COLLAPSE. */
class CollapseTest extends Scenario {

  private static final int HUGE_ORDER = 9;

  CollapseTest() {
    super(HugePolicy.NEVER, 512);
  }

  private CollapseReport collapse() throws IOException {
    return channel.collapse(0, 512 * PAGE);
  }

  /** Linux 6.12: 0, one huge page. */
  @Test
  @Tag("c01")
  @Tag("F6")
  void smallFoliosAreJoined() throws IOException {
    assertThat(collapse().joined()).isEqualTo(1);
    assertThat(reads()).isEqualTo("D[0-511]");
    assertThat(poison(100).folioOrder()).isEqualTo(HUGE_ORDER);
  }

  /** Linux 6.12: EAGAIN, the range is left alone. */
  @Test
  @Tag("c02")
  @Tag("F2")
  void aRangeWithAPoisonedPageIsLeftAlone() throws IOException {
    poison(100);
    int[] before = {frameOf(0), frameOf(101)};
    CollapseReport report = collapse();
    assertThat(report.joined()).isZero();
    assertThat(report.notJoined(Reason.POISONED)).isEqualTo(1);
    assertThat(reads()).isEqualTo("D[0-99] EIO[100] D[101-511]");
    assertThat(new int[] {frameOf(0), frameOf(101)}).isEqualTo(before);
  }

  /** Linux 6.12: 0 after the punch, one huge page, the bad frame is not in it. */
  @Test
  @Tag("c02")
  @Tag("F4")
  void theRangeIsJoinedOnceThePageWasPunched() throws IOException {
    int bad = frameOf(100);
    poison(100);
    channel.punchHole(100 * PAGE, PAGE);
    assertThat(collapse().joined()).isEqualTo(1);
    assertThat(reads()).isEqualTo("D[0-99] Z[100] D[101-511]");
    assertThat(frameOf(0) / 512).isNotEqualTo(bad / 512);
  }

  /** Linux 6.12: 0, a hole is no obstacle. */
  @Test
  @Tag("c02b")
  @Tag("F6")
  void aRangeWithAHoleIsJoined() throws IOException {
    channel.punchHole(100 * PAGE, PAGE);
    assertThat(collapse().joined()).isEqualTo(1);
    assertThat(reads()).isEqualTo("D[0-99] Z[100] D[101-511]");
  }

  /** Linux 6.12: EAGAIN for what was a huge page until a failure split it. */
  @Test
  @Tag("c05")
  @Tag("F2")
  void aFolioThatAFailureSplitIsNotJoinedAgain() throws IOException {
    collapse();
    poison(100);
    assertThat(collapse().notJoined(Reason.POISONED)).isEqualTo(1);
    assertThat(reads()).isEqualTo("D[0-99] EIO[100] D[101-511]");
  }
}
