package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.HugePolicy;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sparse files up to the largest offset there is. */
@ParameterizedClass
@EnumSource
class FarOffsetsTest {

  private static final long MAX = Long.MAX_VALUE;

  /** The last page; its last byte can never be part of a file. */
  private static final long LAST_PAGE = MAX - PAGE + 1;

  @Parameter private HugePolicy huge;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void open() {
    caches = Caches.of(3, huge);
    file = caches.newFile("/file");
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void aWriteIsCutOffAtTheLargestOffset() {
    byte[] data = TestFile.data(1, 100);
    assertThat(file.write(MAX - 40, data)).isEqualTo(40);
    assertThat(file.space.size()).isEqualTo(MAX);
    assertThat(file.bytes(MAX - 40, 40)).isEqualTo(Arrays.copyOf(data, 40));
    assertThat(file.write(MAX, data)).isEqualTo(AddressSpace.TOO_LARGE);
    assertThat(file.read(MAX, 1)).isEqualTo(AddressSpace.EOF);
    assertThat(file.read(MAX - 1, 10)).isEqualTo(1);
  }

  @Test
  void aSparseFileCostsOnlyWhatWasWritten() {
    long far = (MAX - HUGE) & -HUGE;
    byte[] data = file.fill(far, PAGE, 1);
    file.fill(0, PAGE, 2);
    assertThat(file.space.allocatedBytes()).isLessThanOrEqualTo(2L * HUGE);
    assertThat(file.bytes(far, PAGE)).isEqualTo(data);
    file.assertZero(1L << 40, PAGE);
    assertThat(file.space.seekData(HUGE)).isEqualTo(far);
    assertThat(file.space.seekHole(HUGE)).isEqualTo(HUGE);
    assertThat(file.space.seekHole(far)).isEqualTo(far + PAGE);
  }

  @Test
  void theLastPageCanFailAndBeReported() {
    file.fill(MAX - 10, 10, 1);
    file.strike(MAX - 1);
    assertThat(file.read(MAX - 1, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.space.pageAt(MAX - 1)).isEqualTo(new ByteRange(LAST_PAGE, PAGE - 1));
    assertThat(file.space.firstPoisoned(0, MAX)).isEqualTo(LAST_PAGE);
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(LAST_PAGE, PAGE - 1));
    assertThat(file.space.clearPoison(0, MAX)).containsExactly(new ByteRange(LAST_PAGE, PAGE - 1));
    file.assertZero(MAX - 10, 10);
  }

  @Test
  @Tag("R1")
  void aPunchUpToTheLargestOffsetFreesEverything() {
    file.fill(MAX - 10, 10, 1);
    file.fill(HUGE, 10, 1);
    assertThat(file.space.punch(0, MAX)).isZero();
    file.assertZero(MAX - 10, 10);
    file.assertZero(HUGE, 10);
  }

  @Test
  void truncateReachesBothEnds() {
    assertThat(file.space.truncate(MAX)).isZero();
    assertThat(file.space.size()).isEqualTo(MAX);
    assertThat(file.space.seekData(0)).isEqualTo(-1);
    assertThat(file.space.seekHole(5)).isEqualTo(5);
    file.fill(MAX - 10, 10, 1);
    assertThat(file.space.truncate(0)).isZero();
    assertThat(file.space.allocatedBytes()).isZero();
  }

  @Test
  void allocateBeyondTheLargestOffsetIsTooLarge() {
    assertThat(file.space.allocate(MAX, 1, false)).isEqualTo(AddressSpace.TOO_LARGE);
    assertThat(file.space.allocate(1, MAX, false)).isEqualTo(AddressSpace.TOO_LARGE);
    assertThat(file.space.allocate(MAX - 10, 10, false)).isZero();
    assertThat(file.space.size()).isEqualTo(MAX);
  }

  @Test
  void instantiateAtTheLastByte() {
    file.space.truncate(MAX);
    assertThat(file.space.instantiate(MAX - 1)).isNotNegative();
    assertThat(file.space.instantiate(MAX)).isEqualTo(AddressSpace.EOF);
  }
}
