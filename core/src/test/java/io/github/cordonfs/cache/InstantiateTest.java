package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.frame.Frames;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Giving a hole a frame, so that it can be struck. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
@Tag("U1")
class InstantiateTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void open() {
    caches = setup.open(3);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
    file.space.truncate(HUGE + 10 * PAGE);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void aHoleGetsAFrameOfZeros() {
    assertThat(file.frame(5 * PAGE)).isEqualTo(Frames.NONE);
    int frame = file.space.instantiate(5 * PAGE + 7);
    assertThat(frame).isNotNegative().isEqualTo(file.frame(5 * PAGE));
    file.assertZero(0, HUGE);
    assertThat(file.space.size()).isEqualTo(HUGE + 10 * PAGE);
    assertThat(file.space.seekData(5 * PAGE)).isEqualTo(5 * PAGE);
  }

  @Test
  void aPageWithDataKeepsItsFrameAndData() {
    byte[] data = file.fill(PAGE, PAGE, 1);
    int frame = file.frame(PAGE);
    assertThat(file.space.instantiate(PAGE)).isEqualTo(frame);
    assertThat(file.bytes(PAGE, PAGE)).isEqualTo(data);
  }

  @Test
  void aReservedPageKeepsItsFrameAndBecomesData() {
    file.space.allocate(0, 4 * PAGE, false);
    int frame = file.frame(2 * PAGE);
    assertThat(file.space.instantiate(2 * PAGE)).isEqualTo(frame);
    file.assertZero(0, 4 * PAGE);
  }

  @Test
  void atOrPastTheEndThereIsNothingToInstantiate() {
    assertThat(file.space.instantiate(HUGE + 10 * PAGE)).isEqualTo(AddressSpace.EOF);
    assertThat(file.space.instantiate(Long.MAX_VALUE)).isEqualTo(AddressSpace.EOF);
    assertThat(file.space.allocatedBytes()).isZero();
  }

  @Test
  void anInstantiatedHoleCanBeStruck() {
    byte[] data = file.fill(HUGE + PAGE, PAGE, 1);
    assertThat(file.space.instantiate(HUGE)).isNotNegative();
    file.strike(HUGE);
    assertThat(file.read(HUGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(Arrays.equals(file.bytes(HUGE + PAGE, PAGE), data)).isTrue();
    file.assertZero(0, HUGE);
  }
}
