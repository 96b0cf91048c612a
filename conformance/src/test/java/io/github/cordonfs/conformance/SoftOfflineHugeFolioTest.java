package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.SoftOfflineResult;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Row d02: one page of a huge folio is moved. Linux 5.10 refused. */
class SoftOfflineHugeFolioTest extends Scenario {

  SoftOfflineHugeFolioTest() {
    super(HugePolicy.ALWAYS, 1024);
  }

  /** Linux 6.12: the pfn of page 100 changed, those of 0 and 101 did not; nothing is lost. */
  @Test
  @Tag("d02")
  @Tag("O2")
  void onlyTheSuspectPageMoves() throws IOException {
    int[] neighbours = {frameOf(0), frameOf(101)};
    int suspect = frameOf(100);
    assertThat(failures().softOffline(file, 100 * PAGE)).isEqualTo(SoftOfflineResult.MIGRATED);
    assertThat(frameOf(100)).isNotNegative().isNotEqualTo(suspect);
    assertThat(new int[] {frameOf(0), frameOf(101)}).isEqualTo(neighbours);
    assertThat(reads()).isEqualTo("D[0-1023]");
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(PAGE);
  }
}
