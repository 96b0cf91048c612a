package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.SoftOfflineResult;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows d01 and d03: a 4 KiB page is moved off memory that can still be read. */
class SoftOfflineTest extends Scenario {

  SoftOfflineTest() {
    super(HugePolicy.NEVER, 16);
  }

  private SoftOfflineResult softOffline(long page) throws IOException {
    return failures().softOffline(file, page * PAGE);
  }

  /** Linux 6.12: 0, the pfn changed, nothing is lost; HardwareCorrupted +4 kB. */
  @Test
  @Tag("d01")
  @Tag("O1")
  void theDataMovesAndNobodyNotices() throws IOException {
    int suspect = frameOf(5);
    assertThat(softOffline(5)).isEqualTo(SoftOfflineResult.MIGRATED);
    assertThat(frameOf(5)).isNotNegative().isNotEqualTo(suspect);
    assertThat(reads()).isEqualTo("D[0-15]");
    assertThat(blocks()).isEqualTo(128L);
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(PAGE);
  }

  /** Linux 6.12: a store to the moved page is read. */
  @Test
  @Tag("d01")
  @Tag("O1")
  void theMovedPageCanBeWritten() throws IOException {
    softOffline(5);
    assertThat(write(PAGE, 5 * PAGE)).isEqualTo(PAGE);
    assertThat(reads()).isEqualTo("D[0-4] M[5] D[6-15]");
  }

  /** Linux 6.12: the new frame is taken out of service, too; HardwareCorrupted +8 kB. */
  @Test
  @Tag("d01")
  @Tag("O1")
  void aPageMovesAsOftenAsItsFrameIsSuspect() throws IOException {
    softOffline(5);
    assertThat(softOffline(5)).isEqualTo(SoftOfflineResult.MIGRATED);
    assertThat(reads()).isEqualTo("D[0-15]");
    assertThat(failures().counters().outOfServiceBytes()).isEqualTo(2 * PAGE);
  }

  /** Linux 6.12: mappings follow the page. */
  @Test
  @Tag("d01")
  @Tag("O4")
  void aMappingThatOnlyReadsFollows() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = channel.map(READ_ONLY, 0, 16 * PAGE, arena);
      assertThat(softOffline(5)).isEqualTo(SoftOfflineResult.MIGRATED);
      assertThat(Pages.loads(mapping, 16)).isEqualTo("D[0-15]");
      write(PAGE, 5 * PAGE);
      assertThat(Pages.loads(mapping, 16)).isEqualTo("D[0-4] M[5] D[6-15]");
    }
  }

  /**
   * Linux 6.12: EBUSY for a page that is pinned, and nothing is lost; a page that is only mapped
   * moves. Here every mapping in which stores are possible pins its pages: a store that is under
   * way cannot be stopped, and would be lost.
   */
  @Test
  @Tag("d03")
  @Tag("O4")
  void aPageThatMayBeStoredToStaysWhereItIs() throws IOException {
    int suspect = frameOf(5);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = channel.map(READ_WRITE, 0, 16 * PAGE, arena);
      assertThat(softOffline(5)).isEqualTo(SoftOfflineResult.MAPPED);
      assertThat(Pages.loads(mapping, 16)).isEqualTo("D[0-15]");
    }
    assertThat(frameOf(5)).isEqualTo(suspect);
    assertThat(failures().counters().outOfServiceBytes()).isZero();
    assertThat(softOffline(5)).isEqualTo(SoftOfflineResult.MIGRATED);
  }

  /** Linux 6.12: EFAULT. */
  @Test
  @Tag("d03")
  @Tag("O5")
  void aPoisonedPageIsRefused() throws IOException {
    poison(5);
    assertThat(softOffline(5)).isEqualTo(SoftOfflineResult.POISONED);
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }
}
