package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows b01 to b04: a file of two huge folios that is mapped when a page of it fails. */
@Tag("H5")
@Tag("A6")
class MappedHugeFolioTest extends Scenario {

  private final Arena arena = Arena.ofShared();

  MappedHugeFolioTest() {
    super(HugePolicy.ALWAYS, 1024);
  }

  @AfterEach
  void unmap() {
    arena.close();
  }

  private MemorySegment map(long firstPage, int pages) throws IOException {
    return channel.map(READ_WRITE, firstPage * PAGE, (long) pages * PAGE, arena);
  }

  /** Linux 6.12: the huge mapping is demoted, 511 pages go on. 5.10: all pages stayed, silently. */
  @Test
  @Tag("b01")
  void onlyThePoisonedPageOfTheFolioFaults() throws IOException {
    MemorySegment mapping = map(0, 1024);
    poison(100);
    assertThat(Pages.loads(mapping, 1024)).isEqualTo("D[0-99] SIGBUS[100] D[101-1023]");
    assertThat(reads()).isEqualTo("D[0-99] EIO[100] D[101-1023]");
  }

  /** Linux 6.12: after the punch of a page of a former huge page, the old mapping loads zeros. */
  @Test
  @Tag("b01")
  @Tag("R1")
  void theOldMappingWorksAgainOnceThePageIsPunched() throws IOException {
    MemorySegment mapping = map(0, 1024);
    poison(100);
    poison(200);
    channel.punchHole(100 * PAGE, PAGE);
    assertThat(Pages.loads(mapping, 512))
        .isEqualTo("D[0-99] Z[100] D[101-199] SIGBUS[200] D[201-511]");
    mapping.set(JAVA_BYTE, 100 * PAGE, (byte) 'n');
    assertThat(mapping.get(JAVA_BYTE, 100 * PAGE)).isEqualTo((byte) 'n');
  }

  /** Linux 6.12: the same with only that page mapped, and in a new mapping of all. */
  @Test
  @Tag("b02")
  void aFolioOfWhichOnePageIsMappedIsSplitToo() throws IOException {
    MemorySegment page = map(300, 1);
    poison(300);
    assertThat(Fault.caught(() -> "" + page.get(JAVA_BYTE, 0), "SIGBUS")).isEqualTo("SIGBUS");
    assertThat(Pages.loads(map(0, 1024), 1024)).isEqualTo("D[0-299] SIGBUS[300] D[301-1023]");
  }

  /** Linux 6.12: both processes lose that page and no other; here, both mappings. */
  @Test
  @Tag("b04")
  void everyMappingOfTheFolioLosesThatPageOnly() throws IOException {
    MemorySegment one = map(0, 1024);
    MemorySegment other = map(0, 1024);
    poison(100);
    assertThat(Pages.loads(one, 1024)).isEqualTo("D[0-99] SIGBUS[100] D[101-1023]");
    assertThat(Pages.loads(other, 1024)).isEqualTo("D[0-99] SIGBUS[100] D[101-1023]");
  }
}
