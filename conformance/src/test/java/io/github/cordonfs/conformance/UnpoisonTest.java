package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows g01, g02, g04: injected failures are taken back. */
class UnpoisonTest extends Scenario {

  UnpoisonTest() {
    super(HugePolicy.NEVER, 16);
  }

  private UnpoisonResult unpoison(long page) throws IOException {
    return failures().unpoison(file, page * PAGE);
  }

  /** Linux 6.12: EBUSY, and again EBUSY; the page can never be read again. */
  @Test
  @Tag("g01")
  @Tag("U3")
  void aPageWhoseContentIsLostStaysPoisoned() throws IOException {
    poison(5);
    assertThat(unpoison(5)).isEqualTo(UnpoisonResult.CONTENT_LOST);
    assertThat(unpoison(5)).isEqualTo(UnpoisonResult.CONTENT_LOST);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: EBUSY. Better here on purpose: what a test kept it can have back. */
  @Test
  @Tag("g01")
  @Tag("g02")
  @Tag("U3")
  void aPageWhoseContentWasKeptIsWholeAgain() throws IOException {
    failures().strike(file, 5 * PAGE, StrikeContent.KEEP);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
    assertThat(unpoison(5)).isEqualTo(UnpoisonResult.UNPOISONED);
    assertThat(reads()).isEqualTo("D[0-15]");
    assertThat(failures().counters().outOfServiceBytes()).isZero();
    assertThat(unpoison(5)).isEqualTo(UnpoisonResult.NOT_POISONED);
  }

  /** Linux 6.12: ok once the page was truncated out of its file; HardwareCorrupted goes down. */
  @Test
  @Tag("g04")
  @Tag("U2")
  void aFrameThatLeftItsFileIsUsedAgain() throws IOException {
    int bad = frameOf(5);
    poison(5);
    channel.truncate(0);
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(PAGE);
    assertThat(failures().unpoisonFrame(bad)).isEqualTo(UnpoisonResult.UNPOISONED);
    assertThat(failures().counters().outOfServiceBytes()).isZero();
  }
}
