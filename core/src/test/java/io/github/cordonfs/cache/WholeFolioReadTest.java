package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.SpyMemory.Moment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads that go the short way, in one huge folio that is full of good data, in whose middle
 * something happens: eight pages, from the first on.
 */
class WholeFolioReadTest {

  private static final int SIZE = 8 * PAGE;

  private Caches caches;
  private TestFile file;
  private byte[] data;
  private final byte[] target = new byte[SIZE];

  @BeforeEach
  void open() {
    caches = Caches.of(4, HugePolicy.ALWAYS);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
    data = Arrays.copyOf(file.fill(0, HUGE, 1), SIZE);
    Arrays.fill(target, TestFile.UNTOUCHED);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private int readWhile(Runnable event) {
    caches.memory.once(Moment.AFTER_COPY_OUT, event);
    int n = file.read(0, target);
    caches.memory.quiet();
    return n;
  }

  /** The target holds the file's first bytes and then zeros. */
  private void assertTarget(int good) {
    assertThat(target).isEqualTo(Arrays.copyOf(Arrays.copyOf(data, good), SIZE));
  }

  @Test
  @Tag("A1")
  void aStrikeOnTheFirstPageIsToldAndNothingIsLeft() {
    assertThat(readWhile(() -> file.strike(0))).isEqualTo(AddressSpace.POISONED);
    assertTarget(0);
  }

  @Test
  @Tag("A2")
  @Tag("S8")
  void aStrikeOnALaterPageMakesTheReadShortAndNothingIsLeftBehind() {
    assertThat(readWhile(() -> file.strike(5 * PAGE))).isEqualTo(5 * PAGE);
    assertTarget(5 * PAGE);
  }

  @Test
  @Tag("S8")
  void aCutMakesTheReadShortAndNothingIsLeftBehind() {
    assertThat(readWhile(() -> file.space.truncate(3 * PAGE + 7))).isEqualTo(3 * PAGE + 7);
    assertTarget(3 * PAGE + 7);
  }

  @Test
  @Tag("S8")
  void aCutToNothingIsTheEndAndNothingIsLeft() {
    assertThat(readWhile(() -> file.space.truncate(0))).isEqualTo(AddressSpace.EOF);
    assertTarget(0);
  }

  @Test
  @Tag("S8")
  void whatWasCutAndExtendedMeanwhileIsZeros() {
    assertThat(
            readWhile(() -> {
              file.space.truncate(3 * PAGE);
              file.space.truncate(SIZE);
            }))
        .isEqualTo(SIZE);
    assertTarget(3 * PAGE);
  }
}
