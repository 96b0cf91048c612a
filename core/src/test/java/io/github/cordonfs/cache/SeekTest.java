package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SeekTest {

  @AutoClose private final Caches caches = Caches.of(6, HugePolicy.NEVER);

  private final TestFile file = caches.newFile("/file");

  @Test
  void anEmptyFileHasNeither() {
    assertThat(file.space.seekData(0)).isEqualTo(-1);
    assertThat(file.space.seekHole(0)).isEqualTo(-1);
  }

  @Test
  void theEndIsAHole() {
    file.fill(0, PAGE + 10, 1);
    assertThat(file.space.seekHole(0)).isEqualTo(PAGE + 10);
    assertThat(file.space.seekHole(PAGE + 9)).isEqualTo(PAGE + 10);
    assertThat(file.space.seekHole(PAGE + 10)).isEqualTo(-1);
    assertThat(file.space.seekData(PAGE + 10)).isEqualTo(-1);
    assertThat(file.space.seekData(PAGE + 9)).isEqualTo(PAGE + 9);
  }

  @Test
  void dataAndHolesAlternate() {
    file.space.truncate(3L * HUGE + 5 * PAGE);
    file.fill(2 * PAGE, 2 * PAGE, 1);
    file.fill(2L * HUGE - PAGE, 2 * PAGE, 2);
    assertThat(file.space.seekData(0)).isEqualTo(2 * PAGE);
    assertThat(file.space.seekHole(2 * PAGE)).isEqualTo(4 * PAGE);
    assertThat(file.space.seekHole(0)).isZero();
    assertThat(file.space.seekData(4 * PAGE)).isEqualTo(2L * HUGE - PAGE);
    assertThat(file.space.seekHole(2L * HUGE - PAGE)).isEqualTo(2L * HUGE + PAGE);
    assertThat(file.space.seekData(2L * HUGE + PAGE)).isEqualTo(-1);
  }

  @Test
  void dataOverSeveralExtentsIsOne() {
    file.fill(0, 2 * HUGE + PAGE, 1);
    assertThat(file.space.seekHole(5)).isEqualTo(2 * HUGE + PAGE);
  }

  @Test
  void reservedPagesAreAHole() {
    file.space.allocate(0, 4 * PAGE, false);
    assertThat(file.space.seekData(0)).isEqualTo(-1);
    file.fill(PAGE, PAGE, 1);
    assertThat(file.space.seekData(0)).isEqualTo(PAGE);
    assertThat(file.space.seekHole(PAGE)).isEqualTo(2 * PAGE);
  }

  @Test
  void aHugeFolioWithAnyDataIsDataAsAWhole() {
    try (Caches always = Caches.of(2, HugePolicy.ALWAYS)) {
      TestFile hugeFile = always.newFile("/huge");
      hugeFile.space.truncate(HUGE);
      hugeFile.space.allocate(0, HUGE, false);
      assertThat(hugeFile.space.seekData(0)).isEqualTo(-1);
      hugeFile.fill(10 * PAGE, 1, 1);
      assertThat(hugeFile.space.seekData(0)).isZero();
      assertThat(hugeFile.space.seekHole(0)).isEqualTo(HUGE);
    }
  }

  @Test
  @Tag("A7")
  void aPoisonedPageIsDataEvenIfItWasOnlyReserved() {
    file.space.allocate(0, 4 * PAGE, false);
    file.strike(2 * PAGE);
    assertThat(file.space.seekData(0)).isEqualTo(2 * PAGE);
    assertThat(file.space.seekHole(2 * PAGE)).isEqualTo(3 * PAGE);
  }

  @Test
  void dataBehindTheEndIsNotFound() {
    file.space.allocate(0, 8 * PAGE, true);
    file.fill(0, PAGE, 1);
    assertThat(file.space.seekHole(0)).isEqualTo(PAGE);
    assertThat(file.space.seekData(PAGE)).isEqualTo(-1);
  }
}
