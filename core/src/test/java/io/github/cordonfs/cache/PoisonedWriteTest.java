package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cache.extent.PageEntry;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of two extents whose page 3 and page 512 are poisoned. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
class PoisonedWriteTest {

  private static final int SIZE = 2 * HUGE;

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;
  private byte[] data;

  @BeforeEach
  void strike() {
    caches = setup.open(6);
    file = caches.newFile("/file");
    data = file.fill(0, SIZE, 1);
    file.strikePages(3, 512);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private void assertGoodPagesUnchangedBut(int from, byte[] written) {
    byte[] expected = data.clone();
    System.arraycopy(written, 0, expected, from, written.length);
    assertThat(file.bytes(0, 3 * PAGE)).isEqualTo(Arrays.copyOf(expected, 3 * PAGE));
    assertThat(file.bytes(4 * PAGE, 508 * PAGE))
        .isEqualTo(Arrays.copyOfRange(expected, 4 * PAGE, HUGE));
    assertThat(file.bytes(513 * PAGE, 511 * PAGE))
        .isEqualTo(Arrays.copyOfRange(expected, 513 * PAGE, SIZE));
    assertThat(file.read(3 * PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.read(512 * PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("A3")
  void writeStartingInThePoisonedPageFailsAndWritesNothing() {
    for (int length : new int[] {1, PAGE, 3 * PAGE, HUGE}) {
      for (int offset : new int[] {3 * PAGE, 3 * PAGE + 5, 4 * PAGE - 1, 512 * PAGE}) {
        assertThat(file.write(offset, TestFile.data(7, length))).isEqualTo(AddressSpace.POISONED);
      }
    }
    assertGoodPagesUnchangedBut(0, new byte[0]);
    assertThat(file.space.size()).isEqualTo(SIZE);
  }

  @Test
  @Tag("A4")
  void writeStopsExactlyAtThePoisonedPage() {
    for (int start : new int[] {0, 1, PAGE, 3 * PAGE - 1}) {
      byte[] bytes = TestFile.data(start + 2, 4 * PAGE);
      int good = 3 * PAGE - start;
      assertThat(file.write(start, bytes)).isEqualTo(good);
      System.arraycopy(bytes, 0, data, start, good);
      assertGoodPagesUnchangedBut(start, Arrays.copyOf(bytes, good));
    }
  }

  @Test
  @Tag("A4")
  void writeStopsExactlyAtAPoisonedFirstPageOfTheNextExtent() {
    byte[] bytes = TestFile.data(9, 600 * PAGE);
    int start = 4 * PAGE + 9;
    assertThat(file.write(start, bytes)).isEqualTo(HUGE - start);
    assertGoodPagesUnchangedBut(start, Arrays.copyOf(bytes, HUGE - start));
  }

  @Test
  @Tag("A4")
  void writesThatDoNotTouchThePoisonedPageAreWhole() {
    byte[] before = TestFile.data(5, 3 * PAGE);
    byte[] after = TestFile.data(6, 508 * PAGE);
    assertThat(file.write(0, before)).isEqualTo(before.length);
    assertThat(file.write(4 * PAGE, after)).isEqualTo(after.length);
    assertThat(file.bytes(0, 3 * PAGE)).isEqualTo(before);
    assertThat(file.bytes(4 * PAGE, after.length)).isEqualTo(after);
  }

  @Test
  @Tag("A4")
  void aShortWriteExtendsTheFileByWhatItWrote() {
    TestFile small = caches.newFile("/small");
    small.fill(0, 100, 1);
    assertThat(small.space.allocate(0, 4 * PAGE, true)).isZero();
    small.strike(2 * PAGE);
    assertThat(small.write(50, TestFile.data(2, 3 * PAGE))).isEqualTo(2 * PAGE - 50);
    assertThat(small.space.size()).isEqualTo(2 * PAGE);
  }

  @Test
  @Tag("A3")
  void aWriteAtTheEndInsideThePoisonedPageFailsAndTheSizeStays() {
    TestFile small = caches.newFile("/small");
    small.fill(0, PAGE + 100, 1);
    small.strike(PAGE);
    assertThat(small.write(PAGE + 100, TestFile.data(2, PAGE))).isEqualTo(AddressSpace.POISONED);
    assertThat(small.space.size()).isEqualTo(PAGE + 100);
    assertThat(small.write(2 * PAGE, TestFile.data(3, PAGE))).isEqualTo(PAGE);
    assertThat(small.space.size()).isEqualTo(3 * PAGE);
    assertThat(small.read(PAGE + 100, 10)).isEqualTo(AddressSpace.POISONED);
    assertThat(small.bytes(2 * PAGE, PAGE)).isEqualTo(TestFile.data(3, PAGE));
  }

  @Test
  @Tag("U5")
  void aWriteNeverStoresIntoThePoisonedFrame() {
    int bad = PageEntry.poisonedFrame(file.space.extentAt(0).entry(3));
    caches.memory.each(
        SpyMemory.Moment.BEFORE_COPY_IN,
        (frame, offset, length) ->
            assertThat(bad < frame || bad >= frame + (offset + length + PAGE - 1) / PAGE).isTrue());
    file.write(0, TestFile.data(2, HUGE));
    file.write(3 * PAGE, TestFile.data(2, PAGE));
    file.write(4 * PAGE, TestFile.data(2, HUGE));
  }
}
