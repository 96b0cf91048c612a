package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes on as ever in a file with a poisoned page: the first of eight. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
@Tag("A7")
class PoisonedFileTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;
  private byte[] data;

  @BeforeEach
  void strike() {
    caches = setup.open(4);
    file = caches.newFile("/file");
    data = file.fill(0, 8 * PAGE, 1);
    file.strike(0);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  @Tag("U6")
  void sizeAndBlocksStayAsTheyWere() {
    TestFile other = caches.newFile("/other");
    other.fill(0, 8 * PAGE, 1);
    long used = caches.cache.usedBytes();
    other.strike(PAGE);
    assertThat(other.space.size()).isEqualTo(8 * PAGE);
    assertThat(other.space.allocatedBytes()).isEqualTo(file.space.allocatedBytes());
    assertThat(caches.cache.usedBytes()).isEqualTo(used);
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(2 * PAGE);
  }

  @Test
  void thePageCountsAsData() {
    assertThat(file.space.seekData(0)).isZero();
    assertThat(file.space.seekData(100)).isEqualTo(100);
    assertThat(file.space.seekHole(0)).isEqualTo(8 * PAGE);
  }

  @Test
  void aPoisonedPageAmongHolesCountsAsData() {
    TestFile sparse = caches.newFile("/sparse");
    sparse.space.truncate(4 * HUGE);
    sparse.fill(2 * HUGE + 7 * PAGE, PAGE, 1);
    sparse.strike(2 * HUGE + 7 * PAGE);
    long data = sparse.space.seekData(0);
    assertThat(data).isLessThanOrEqualTo(2 * HUGE + 7 * PAGE).isGreaterThanOrEqualTo(2 * HUGE);
    assertThat(sparse.space.seekData(2 * HUGE + 7 * PAGE)).isEqualTo(2 * HUGE + 7 * PAGE);
    assertThat(sparse.space.seekData(3L * HUGE)).isEqualTo(-1);
  }

  @Test
  void theFileCanBeExtended() {
    assertThat(file.space.truncate(2 * HUGE)).isZero();
    assertThat(file.space.size()).isEqualTo(2 * HUGE);
    file.assertZero(8 * PAGE, HUGE);
    assertThat(file.read(0, 1)).isEqualTo(AddressSpace.POISONED);
    byte[] more = file.fill(2 * HUGE, PAGE, 3);
    assertThat(file.bytes(2 * HUGE, PAGE)).isEqualTo(more);
  }

  @Test
  void extendingAFileWhoseLastPageIsPoisonedLeavesItPoisoned() {
    TestFile odd = caches.newFile("/odd");
    odd.fill(0, PAGE + 100, 1);
    odd.strike(PAGE);
    assertThat(odd.space.truncate(3 * PAGE)).isZero();
    assertThat(odd.read(PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(odd.read(PAGE + 100, 1)).isEqualTo(AddressSpace.POISONED);
    odd.assertZero(2 * PAGE, PAGE);
    assertThat(odd.space.badRanges()).containsExactly(new ByteRange(PAGE, PAGE));
  }

  @Test
  void allocateOverThePageSucceedsAndLeavesIt() {
    assertThat(file.space.allocate(0, 16 * PAGE, false)).isZero();
    assertThat(file.space.size()).isEqualTo(16 * PAGE);
    assertThat(file.read(0, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.bytes(PAGE, 7 * PAGE)).isEqualTo(Arrays.copyOfRange(data, PAGE, 8 * PAGE));
    file.assertZero(8 * PAGE, 8 * PAGE);
  }

  @Test
  @Tag("H4")
  void otherFilesNoticeNothing() {
    TestFile other = caches.newFile("/other");
    byte[] bytes = other.fill(0, HUGE, 5);
    file.strikePages(1, 2, 3);
    assertThat(other.bytes(0, HUGE)).isEqualTo(bytes);
    assertThat(other.space.hasPoison()).isFalse();
    assertThat(other.space.badRanges()).isEmpty();
  }

  @Test
  @Tag("U1")
  void instantiatingAPoisonedPageReturnsItsFrame() {
    assertThat(file.space.instantiate(10)).isEqualTo(file.frame(0)).isNotNegative();
    assertThat(file.read(0, 1)).isEqualTo(AddressSpace.POISONED);
  }
}
