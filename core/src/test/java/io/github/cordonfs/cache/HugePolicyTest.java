package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.frame.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When data is kept in huge folios. */
@Tag("F1")
class HugePolicyTest {

  private Caches caches;
  private TestFile file;

  @AfterEach
  void close() {
    caches.close();
  }

  private void open(HugePolicy huge) {
    caches = Caches.of(4, huge);
    file = caches.newFile("/file");
  }

  private long hugeFolios() {
    return caches.cache.usage().hugeFolios();
  }

  @Test
  void neverMeansSmallFrames() {
    open(HugePolicy.NEVER);
    file.fill(0, HUGE, 1);
    file.space.allocate(HUGE, HUGE, false);
    assertThat(hugeFolios()).isZero();
    assertThat(file.space.allocatedBytes()).isEqualTo(2 * HUGE);
  }

  @Test
  @Tag("S9")
  void alwaysMeansAHugeFolioForASingleByte() {
    open(HugePolicy.ALWAYS);
    file.fill(5, 1, 1);
    assertThat(hugeFolios()).isOne();
    assertThat(file.space.allocatedBytes()).isEqualTo(HUGE);
    assertThat(file.space.size()).isEqualTo(6);
  }

  @Test
  void withinSizeMeansSmallFramesInASmallFile() {
    open(HugePolicy.WITHIN_SIZE);
    file.fill(0, 100, 1);
    assertThat(hugeFolios()).isZero();
    assertThat(file.space.allocatedBytes()).isEqualTo(PAGE);
  }

  @Test
  void aSmallFileThatWasEmptiedMayBecomeLarge() {
    open(HugePolicy.WITHIN_SIZE);
    file.fill(0, 3 * PAGE, 1);
    file.space.truncate(0);
    assertThat(file.space.allocatedBytes()).isZero();
    byte[] data = file.fill(0, HUGE, 2);
    assertThat(hugeFolios()).isOne();
    assertThat(file.bytes(0, HUGE)).isEqualTo(data);
  }

  @Test
  void withinSizeMeansAHugeFolioWhereTheFileCoversTheWholeRange() {
    open(HugePolicy.WITHIN_SIZE);
    file.space.truncate(2 * HUGE + 10);
    file.fill(HUGE + 5, 10, 1);
    assertThat(hugeFolios()).isOne();
    file.fill(2 * HUGE, 10, 1);
    assertThat(hugeFolios()).isOne();
    assertThat(file.space.allocatedBytes()).isEqualTo(HUGE + PAGE);
  }

  @Test
  void withinSizeCountsTheWriteThatMakesTheFileLarge() {
    open(HugePolicy.WITHIN_SIZE);
    file.fill(0, 2 * HUGE + PAGE, 1);
    assertThat(hugeFolios()).isEqualTo(2);
    assertThat(file.space.allocatedBytes()).isEqualTo(2 * HUGE + PAGE);
  }

  @Test
  void withinSizeCountsWholePages() {
    open(HugePolicy.WITHIN_SIZE);
    file.fill(0, HUGE - PAGE + 1, 1);
    assertThat(hugeFolios()).isOne();
    TestFile shorter = caches.newFile("/shorter");
    shorter.fill(0, HUGE - PAGE, 1);
    assertThat(hugeFolios()).isOne();
    assertThat(shorter.space.allocatedBytes()).isEqualTo(HUGE - PAGE);
  }

  @Test
  void adviseFollowsTheAdvice() {
    open(HugePolicy.ADVISE);
    file.fill(0, HUGE, 1);
    assertThat(hugeFolios()).isZero();
    TestFile advised = caches.newFile("/advised");
    advised.space.adviseHuge();
    advised.fill(0, 1, 1);
    assertThat(hugeFolios()).isOne();
  }

  @Test
  @Tag("S9")
  void allocateMakesHugeFoliosToo() {
    open(HugePolicy.WITHIN_SIZE);
    assertThat(file.space.allocate(0, HUGE + PAGE, false)).isZero();
    assertThat(hugeFolios()).isOne();
    assertThat(file.space.allocatedBytes()).isEqualTo(HUGE + PAGE);
  }

  @Test
  @Tag("S9")
  void anExtentWrittenInOrderBecomesHugeInPlace() {
    open(HugePolicy.WITHIN_SIZE);
    byte[] begin = file.fill(0, 300 * PAGE, 1);
    assertThat(hugeFolios()).isZero();
    int first = file.frame(0);
    byte[] rest = file.fill(300 * PAGE, 212 * PAGE, 2);
    assertThat(hugeFolios()).isOne();
    assertThat(file.frame(0)).isEqualTo(first);
    assertThat(file.bytes(0, 300 * PAGE)).isEqualTo(begin);
    assertThat(file.bytes(300 * PAGE, 212 * PAGE)).isEqualTo(rest);
    file.strike(5 * PAGE);
    assertThat(hugeFolios()).isZero();
    assertThat(file.bytes(300 * PAGE, 212 * PAGE)).isEqualTo(rest);
  }

  @Test
  void anExtentWithAPoisonedPageDoesNotBecomeHugeInPlace() {
    open(HugePolicy.WITHIN_SIZE);
    file.fill(0, 300 * PAGE, 1);
    file.strike(5 * PAGE);
    byte[] rest = file.fill(300 * PAGE, 212 * PAGE, 2);
    assertThat(hugeFolios()).isZero();
    assertThat(file.bytes(300 * PAGE, 212 * PAGE)).isEqualTo(rest);
    assertThat(file.read(5 * PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  void anExtentOutOfOrderStaysSmall() {
    open(HugePolicy.WITHIN_SIZE);
    byte[] end = file.fill(256 * PAGE, 255 * PAGE, 1);
    byte[] begin = file.fill(0, 256 * PAGE, 2);
    file.fill(511 * PAGE, PAGE, 3);
    assertThat(hugeFolios()).isZero();
    assertThat(file.bytes(0, 256 * PAGE)).isEqualTo(begin);
    assertThat(file.bytes(256 * PAGE, 255 * PAGE)).isEqualTo(end);
  }

  @Test
  void underNeverNothingBecomesHuge() {
    open(HugePolicy.NEVER);
    file.fill(0, 300 * PAGE, 1);
    file.fill(300 * PAGE, 212 * PAGE, 2);
    assertThat(hugeFolios()).isZero();
  }

  @Test
  void withoutAWholeFreeBlockSmallFramesDo() {
    open(HugePolicy.ALWAYS);
    caches.leaveFree(512);
    caches.cache.offlineFree(anyFreeFrame(), Cause.INJECTED);
    byte[] data = file.fill(0, 500 * PAGE, 1);
    assertThat(file.bytes(0, 500 * PAGE)).isEqualTo(data);
    assertThat(file.space.extentAt(0).folio()).isNegative();
  }

  private int anyFreeFrame() {
    for (int frame = 0; frame < caches.cache.frameTable().frameCount(); frame++) {
      if (caches.cache.frameTable().state(frame) == 0) {
        return frame;
      }
    }
    throw new AssertionError("no free frame");
  }
}
