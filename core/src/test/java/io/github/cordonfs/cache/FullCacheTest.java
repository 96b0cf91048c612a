package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** No space left: a cache of which five frames are free. */
@ParameterizedClass
@EnumSource(names = {"NEVER", "ALWAYS"})
class FullCacheTest {

  @Parameter private HugePolicy huge;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void open() {
    caches = Caches.of(2, huge);
    TestFile ballast = caches.newFile("/ballast");
    assertThat(ballast.space.allocate(0, 2 * HUGE, false)).isZero();
    ballast.space.punch(2 * HUGE - 5 * PAGE, 5 * PAGE);
    file = caches.newFile("/file");
    assertThat(caches.freeFrames()).isEqualTo(5);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void aWriteThatRunsOutIsShortAndTheNextOneFails() {
    byte[] data = TestFile.data(1, 8 * PAGE);
    assertThat(file.write(100, data)).isEqualTo(5 * PAGE - 100);
    assertThat(file.space.size()).isEqualTo(5 * PAGE);
    assertThat(file.write(5 * PAGE, data)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.size()).isEqualTo(5 * PAGE);
    assertThat(file.bytes(100, 5 * PAGE - 100)).isEqualTo(Arrays.copyOf(data, 5 * PAGE - 100));
    assertThat(caches.freeFrames()).isZero();
  }

  @Test
  void aWriteThatFindsNoFrameAtAllLeavesNoTrace() {
    caches.newFile("/rest").fill(0, 5 * PAGE, 1);
    assertThat(file.write(HUGE + 5, TestFile.data(1, 10))).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.size()).isZero();
    assertThat(file.space.allocatedBytes()).isZero();
    assertThat(file.space.extentAt(HUGE)).isNull();
  }

  @Test
  void writesToPagesThatAreThereStillSucceed() {
    file.fill(0, 5 * PAGE, 1);
    byte[] again = file.fill(0, 5 * PAGE, 2);
    assertThat(file.bytes(0, 5 * PAGE)).isEqualTo(again);
  }

  @Test
  void aWriteOverDataAndThenHolesStopsAtTheFirstHole() {
    file.fill(0, 5 * PAGE, 1);
    byte[] data = TestFile.data(2, 7 * PAGE);
    assertThat(file.write(0, data)).isEqualTo(5 * PAGE);
    assertThat(file.bytes(0, 5 * PAGE)).isEqualTo(Arrays.copyOf(data, 5 * PAGE));
  }

  @Test
  void allocateIsAllOrNothing() {
    assertThat(file.space.allocate(0, 6 * PAGE, false)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.size()).isZero();
    assertThat(file.space.allocatedBytes()).isZero();
    assertThat(caches.freeFrames()).isEqualTo(5);
    assertThat(file.space.allocate(0, 5 * PAGE, false)).isZero();
    assertThat(file.space.size()).isEqualTo(5 * PAGE);
    assertThat(caches.freeFrames()).isZero();
  }

  @Test
  void allocateThatFailsTakesBackOnlyWhatItAdded() {
    byte[] data = file.fill(2 * PAGE, PAGE, 1);
    file.space.allocate(3 * PAGE, PAGE, true);
    file.strike(2 * PAGE + 5);
    assertThat(file.space.allocate(0, 3L * HUGE, false)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.allocatedBytes()).isEqualTo(2 * PAGE);
    assertThat(file.read(2 * PAGE, data)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.space.size()).isEqualTo(3 * PAGE);
    assertThat(caches.freeFrames()).isEqualTo(3);
    assertThat(file.space.extentAt(HUGE)).isNull();
  }

  @Test
  void allocateOverSeveralExtentsThatFailsLeavesNoTrace() {
    long length = 2L * HUGE;
    assertThat(file.space.allocate(HUGE - 2 * PAGE, length, true)).isEqualTo(AddressSpace.NO_SPACE);
    for (long at = 0; at < 4L * HUGE; at += HUGE) {
      assertThat(file.space.extentAt(at)).isNull();
    }
    assertThat(caches.freeFrames()).isEqualTo(5);
  }

  @Test
  void allocateOfAlmostEverythingThereCanBeFailsAndLeavesNoTrace() {
    assertThat(file.space.allocate(0, Long.MAX_VALUE, false)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.allocatedBytes()).isZero();
    assertThat(caches.freeFrames()).isEqualTo(5);
  }

  @Test
  void instantiateFindsNoFrameAndLeavesNoTrace() {
    caches.newFile("/rest").fill(0, 5 * PAGE, 1);
    file.space.truncate(HUGE);
    assertThat(file.space.instantiate(5)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.extentAt(0)).isNull();
    file.assertZero(0, HUGE);
  }

  @Test
  void whatIsFreedCanBeUsedAtOnce() {
    file.fill(0, 5 * PAGE, 1);
    file.space.punch(PAGE, 2 * PAGE);
    byte[] data = file.fill(10 * PAGE, 2 * PAGE, 2);
    assertThat(file.bytes(10 * PAGE, 2 * PAGE)).isEqualTo(data);
    assertThat(file.write(20 * PAGE, data)).isEqualTo(AddressSpace.NO_SPACE);
  }

  @Test
  void aHugeFolioThatComesFreeIsFoundWhole() {
    caches.close();
    caches = Caches.of(2, huge);
    file = caches.newFile("/file");
    byte[] data = file.fill(0, 2 * HUGE, 1);
    assertThat(file.write(2 * HUGE, TestFile.data(2, 1))).isEqualTo(AddressSpace.NO_SPACE);
    file.space.punch(0, HUGE);
    TestFile other = caches.newFile("/other");
    other.fill(0, HUGE, 3);
    assertThat(file.bytes(HUGE, HUGE)).isEqualTo(Arrays.copyOfRange(data, HUGE, 2 * HUGE));
  }
}
