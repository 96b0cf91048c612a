package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte that nobody wrote is zero, though all frames are full of another file's bytes. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
@Tag("F0")
class ZeroingTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void dirtyFrames() {
    caches = setup.open(3);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private void assertFile(byte[] expected) {
    assertThat(file.space.size()).isEqualTo(expected.length);
    assertThat(file.bytes(0, expected.length)).isEqualTo(expected);
  }

  private static void put(byte[] expected, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, expected, at, bytes.length);
  }

  @Test
  void aPartialWriteIntoANewPageLeavesZerosBeforeAndAfterIt() {
    byte[] expected = new byte[4 * PAGE];
    file.space.truncate(4 * PAGE);
    put(expected, PAGE + 100, file.fill(PAGE + 100, 50, 1));
    assertFile(expected);
    put(expected, 2 * PAGE + 4000, file.fill(2 * PAGE + 4000, 200, 2));
    assertFile(expected);
  }

  @Test
  void aSmallFileThatGrowsShowsZeros() {
    byte[] expected = new byte[2 * PAGE];
    put(expected, 0, file.fill(0, 10, 1));
    file.space.truncate(2 * PAGE);
    assertFile(expected);
  }

  @Test
  void aWriteBeyondTheEndLeavesZerosBetween() {
    byte[] expected = new byte[HUGE + 3 * PAGE + 10];
    put(expected, 0, file.fill(0, 10, 1));
    put(expected, HUGE + 3 * PAGE, file.fill(HUGE + 3 * PAGE, 10, 2));
    assertFile(expected);
  }

  @Test
  void reservedPagesReadAsZerosUntilTheyAreWritten() {
    byte[] expected = new byte[10 * PAGE];
    assertThat(file.space.allocate(0, 10 * PAGE, false)).isZero();
    assertFile(expected);
    put(expected, 3 * PAGE + 7, file.fill(3 * PAGE + 7, 2 * PAGE, 1));
    assertFile(expected);
    put(expected, 9 * PAGE + 4095, file.fill(9 * PAGE + 4095, 1, 2));
    assertFile(expected);
  }

  @Test
  void reservedPagesBeyondTheEndReadAsZerosWhenTheFileGrows() {
    assertThat(file.space.allocate(0, 10 * PAGE, true)).isZero();
    assertThat(file.space.size()).isZero();
    assertThat(file.read(0, 10)).isEqualTo(AddressSpace.EOF);
    file.space.truncate(10 * PAGE);
    assertFile(new byte[10 * PAGE]);
  }

  @Test
  void theTailCutOffByTruncateIsGone() {
    byte[] data = file.fill(0, 3 * PAGE, 1);
    file.space.truncate(PAGE + 10);
    file.space.truncate(3 * PAGE);
    byte[] expected = Arrays.copyOf(Arrays.copyOf(data, PAGE + 10), 3 * PAGE);
    assertFile(expected);
  }

  @Test
  void theTailCutOffByTruncateIsGoneAlsoWhenAWriteExtends() {
    byte[] data = file.fill(0, HUGE + 3 * PAGE, 1);
    file.space.truncate(HUGE + 10);
    byte[] expected = Arrays.copyOf(Arrays.copyOf(data, HUGE + 10), HUGE + PAGE + 20);
    put(expected, HUGE + PAGE, file.fill(HUGE + PAGE, 20, 2));
    assertFile(expected);
  }

  @Test
  void everySmallTruncateCutsExactly() {
    byte[] data = file.fill(0, PAGE, 1);
    for (int size = PAGE - 1; size > 0; size -= 131) {
      file.space.truncate(size);
      file.space.truncate(PAGE);
      Arrays.fill(data, size, PAGE, (byte) 0);
      assertFile(data);
    }
  }

  @Test
  void bytesBehindTheEndNeverShowWhicheverWayTheFileGrows() {
    file.fill(0, 100, 1);
    for (int way = 0; way < 3; way++) {
      file.space.truncate(100);
      dirtyTail(100);
      switch (way) {
        case 0 -> file.space.truncate(300);
        case 1 -> file.fill(299, 1, 2);
        default -> file.space.allocate(0, 300, false);
      }
      file.assertZero(100, 199);
    }
  }

  /** Stores into the last page behind the end, as a mapping could. */
  private void dirtyTail(int from) {
    caches.memory.fill(file.frame(0), from, PAGE - from, (byte) 0x77);
  }

  @Test
  void aPunchClearsItsEdgesToTheByte() {
    byte[] data = file.fill(0, 8 * PAGE, 1);
    int[][] ranges = {{10, 20}, {PAGE - 1, 2}, {2 * PAGE + 5, 2 * PAGE}, {6 * PAGE, PAGE + 1}};
    for (int[] range : ranges) {
      assertThat(file.space.punch(range[0], range[1])).isZero();
      Arrays.fill(data, range[0], range[0] + range[1], (byte) 0);
      assertFile(data);
    }
  }

  @Test
  void aPunchOverExtentsLeavesBothEdges() {
    byte[] data = file.fill(0, 2 * HUGE + 2 * PAGE, 1);
    assertThat(file.space.punch(PAGE + 1, 2 * HUGE)).isZero();
    Arrays.fill(data, PAGE + 1, 2 * HUGE + PAGE + 1, (byte) 0);
    assertFile(data);
  }

  @Test
  void aPunchedPageWrittenInPartIsZeroElsewhere() {
    file.fill(0, 4 * PAGE, 1);
    file.space.punch(0, 4 * PAGE);
    byte[] expected = new byte[4 * PAGE];
    put(expected, PAGE + 5, file.fill(PAGE + 5, 10, 2));
    assertFile(expected);
  }

  @Test
  void aPunchOfNothingChangesNothing() {
    byte[] data = file.fill(0, 2 * PAGE, 1);
    for (int offset : new int[] {0, 5, PAGE, PAGE + 1}) {
      assertThat(file.space.punch(offset, 0)).isZero();
    }
    assertThat(file.space.punch(3 * PAGE, Long.MAX_VALUE - 3 * PAGE)).isZero();
    assertFile(data);
  }

  @Test
  void anInstantiatedHoleIsZero() {
    file.space.truncate(4 * PAGE);
    assertThat(file.space.instantiate(2 * PAGE + 9)).isNotNegative();
    assertFile(new byte[4 * PAGE]);
  }
}
