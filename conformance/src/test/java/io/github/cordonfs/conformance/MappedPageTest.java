package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.channels.FileChannel.MapMode.PRIVATE;
import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows a00, a05, a06, a08, a08d, a18, a25: a file that is mapped when a page of it fails. */
class MappedPageTest extends Scenario {

  private final Arena arena = Arena.ofShared();
  private MemorySegment mapping = MemorySegment.NULL;

  MappedPageTest() {
    super(HugePolicy.NEVER, 16);
  }

  @BeforeEach
  void map() throws IOException {
    mapping = map(READ_WRITE);
  }

  @AfterEach
  void unmap() {
    arena.close();
  }

  private MemorySegment map(MapMode mode) throws IOException {
    return channel.map(mode, 0, 16 * PAGE, arena);
  }

  private static String loads(MemorySegment mapping) {
    return Pages.loads(mapping, 16);
  }

  private static String load(MemorySegment mapping, long offset) {
    return Fault.caught(() -> "" + mapping.get(JAVA_BYTE, offset), "SIGBUS");
  }

  private static String store(MemorySegment mapping, long offset, int value) {
    return Fault.caught(
        () -> {
          mapping.set(JAVA_BYTE, offset, (byte) value);
          return "stored";
        },
        "SIGBUS");
  }

  /** Linux 6.12: SIGBUS for loads and stores of that page, in the old and in new mappings. */
  @Test
  @Tag("a00")
  @Tag("a05")
  @Tag("A6")
  void onlyThePoisonedPageFaultsInOldAndNewMappings() throws IOException {
    poison(5);
    assertThat(loads(mapping)).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
    assertThat(loads(map(READ_WRITE))).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
    assertThat(loads(map(READ_ONLY))).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
    assertThat(reads()).isEqualTo("D[0-4] EIO[5] D[6-15]");
  }

  /** Linux 6.12: the store into the page faults, its neighbours are stored to. */
  @Test
  @Tag("a05")
  @Tag("A6")
  void storesFaultInThePoisonedPageOnly() throws IOException {
    poison(5);
    assertThat(store(mapping, 5 * PAGE + 7, 1)).isEqualTo("SIGBUS");
    assertThat(store(mapping, 5 * PAGE - 1, 'M')).isEqualTo("stored");
    assertThat(store(mapping, 6 * PAGE, 'M')).isEqualTo("stored");
    assertThat(reads()).isEqualTo("D[0-3] M[4] EIO[5] M[6] D[7-15]");
  }

  /** Linux 6.12: memcpy of all pages is interrupted by SIGBUS. */
  @Test
  @Tag("a05")
  @Tag("A6")
  void aBulkCopyOverThePageFaults() throws IOException {
    poison(5);
    MemorySegment target = MemorySegment.ofArray(new byte[16 * PAGE]);
    assertThat(
            Fault.caught(
                () -> {
                  target.copyFrom(mapping);
                  return "copied";
                },
                "SIGBUS"))
        .isEqualTo("SIGBUS");
  }

  /** Linux 6.12: all mappings of all processes are cut off; here there is one process. */
  @Test
  @Tag("a06")
  @Tag("A6")
  void everyMappingThatHadThePageIsCutOff() throws IOException {
    MemorySegment second = map(READ_WRITE);
    MemorySegment third = channel.map(READ_ONLY, 5 * PAGE, PAGE, arena);
    poison(5);
    assertThat(loads(mapping)).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
    assertThat(loads(second)).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
    assertThat(load(third, 0)).isEqualTo("SIGBUS");
  }

  /**
   * Linux 6.12: the old mapping goes on to fault until it is told MADV_DONTNEED, only new mappings
   * work. Better here on purpose: old mappings work again at once.
   */
  @Test
  @Tag("a08")
  @Tag("a08d")
  @Tag("R1")
  void oldMappingsWorkAgainOnceThePageIsPunched() throws IOException {
    poison(5);
    channel.punchHole(5 * PAGE, PAGE);
    assertThat(loads(mapping)).isEqualTo("D[0-4] Z[5] D[6-15]");
    assertThat(store(mapping, 5 * PAGE, 'n')).isEqualTo("stored");
    assertThat(load(mapping, 5 * PAGE)).isEqualTo("" + (byte) 'n');
    assertThat(load(map(READ_ONLY), 5 * PAGE)).isEqualTo("" + (byte) 'n');
  }

  /** Linux 6.12: the write works, the old mapping faults. Better here on purpose: it shows it. */
  @Test
  @Tag("a08d")
  @Tag("R1")
  void oldMappingsShowWhatIsWrittenAfterThePunch() throws IOException {
    poison(5);
    channel.punchHole(5 * PAGE, PAGE);
    channel.write(ByteBuffer.wrap(new byte[] {'f'}), 5 * PAGE);
    assertThat(load(mapping, 5 * PAGE)).isEqualTo("" + (byte) 'f');
  }

  /** Linux 6.12: zeros at once; what lies beyond the end faults meanwhile. */
  @Test
  @Tag("a08d")
  @Tag("R2")
  @Tag("M2")
  void oldMappingsWorkAgainOnceTheFileWasCutBelowThePage() throws IOException {
    poison(5);
    channel.truncate(5 * PAGE);
    assertThat(loads(mapping)).isEqualTo("D[0-4] SIGBUS[5-15]");
    channel.setSize(16 * PAGE);
    assertThat(loads(mapping)).isEqualTo("D[0-4] Z[5-15]");
  }

  /**
   * Linux 6.12: a private mapping shares its pages with the file as long as nothing is stored
   * there, so it loses the page with the file. Better here on purpose: it is a copy from the start.
   */
  @Test
  @Tag("a18")
  @Tag("M3")
  void aPrivateMappingKeepsItsCopy() throws IOException {
    MemorySegment copy = map(PRIVATE);
    poison(5);
    assertThat(loads(copy)).isEqualTo("D[0-15]");
    assertThat(loads(mapping)).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
  }

  /** Linux 6.12: SIGBUS; what was lost cannot be copied. */
  @Test
  @Tag("a05")
  @Tag("A6")
  void aPrivateMappingMadeLaterFaultsInThePage() throws IOException {
    poison(5);
    assertThat(loads(map(PRIVATE))).isEqualTo("D[0-4] SIGBUS[5] D[6-15]");
  }

  /** Linux 6.12: fsync and msync give 0. */
  @Test
  @Tag("a14")
  @Tag("A8")
  void forcingTheMappingSucceeds() throws IOException {
    poison(5);
    mapping.force();
    channel.force(true);
  }

  /** Linux 6.12: st_blocks goes from 0 to 8, the load faults. */
  @Test
  @Tag("a25")
  @Tag("U1")
  void aHoleThatIsPoisonedFaults() throws IOException {
    channel.truncate(0);
    channel.setSize(16 * PAGE);
    poison(5);
    assertThat(loads(mapping)).isEqualTo("Z[0-4] SIGBUS[5] Z[6-15]");
  }
}
