package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.cache.SpyMemory.Moment;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes whose source, and reads whose target, cannot be accessed to its end. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
class BrokenSourceTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;

  @BeforeEach
  void open() {
    caches = setup.open(4);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
  }

  @AfterEach
  void close() {
    caches.close();
  }

  /** Lets the copy into the pool with a number fail, from 1. */
  private void failCopyIn(int number) {
    int[] copies = new int[1];
    caches.memory.each(
        Moment.BEFORE_COPY_IN,
        (frame, offset, length) -> {
          if (++copies[0] == number) {
            throw new InternalError("bad source page");
          }
        });
  }

  @Test
  void aSourceThatIsTooShortIsRefusedAndNothingIsHeld() {
    MemorySegment source = MemorySegment.ofArray(new byte[PAGE]);
    assertThatThrownBy(() -> file.space.write(0, source, 0, 3 * PAGE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(file.space.size()).isZero();
    byte[] data = file.fill(0, 3 * PAGE, 1);
    assertThat(file.bytes(0, 3 * PAGE)).isEqualTo(data);
  }

  @Test
  void aTargetThatIsTooShortIsRefusedAndNothingIsHeld() {
    byte[] data = file.fill(0, 3 * PAGE, 1);
    MemorySegment target = MemorySegment.ofArray(new byte[PAGE]);
    assertThatThrownBy(() -> file.space.read(0, target, 0, 3 * PAGE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(file.bytes(0, 3 * PAGE)).isEqualTo(data);
    caches.check();
  }

  @Test
  @Tag("A3")
  void anErrorInTheFirstCopyLeavesTheFileAsItWas() {
    byte[] data = file.fill(0, PAGE + 10, 1);
    failCopyIn(1);
    assertThatThrownBy(() -> file.write(PAGE, TestFile.data(2, 3 * PAGE)))
        .isInstanceOf(InternalError.class);
    assertThat(file.space.size()).isEqualTo(PAGE + 10);
    assertThat(file.bytes(0, PAGE + 10)).isEqualTo(data);
    assertThat(file.space.hasPoison()).isFalse();
  }

  @Test
  @Tag("F0")
  @Tag("A3")
  void anErrorInALaterCopyLeavesNothingBehindTheEndThatAnExtensionWouldShow() {
    failCopyIn(2);
    byte[] data = TestFile.data(2, HUGE + 3 * PAGE);
    assertThatThrownBy(() -> file.write(0, data)).isInstanceOf(InternalError.class);
    long size = file.space.size();
    file.space.truncate(HUGE + 3 * PAGE);
    byte[] expected = Arrays.copyOf(Arrays.copyOf(data, (int) size), HUGE + 3 * PAGE);
    assertThat(Arrays.equals(file.bytes(0, HUGE + 3 * PAGE), expected)).isTrue();
  }

  @Test
  void anErrorWhileReservedPagesAreFilledLeavesThemReserved() {
    file.space.allocate(0, 4 * PAGE, false);
    failCopyIn(1);
    assertThatThrownBy(() -> file.write(10, TestFile.data(2, 3 * PAGE)))
        .isInstanceOf(InternalError.class);
    file.assertZero(0, 4 * PAGE);
  }

  @Test
  @Tag("H8")
  void anErrorOfTheCallersOwnMemoryThatArrivesInAReadIsThrown() {
    file.fill(0, 3 * PAGE, 1);
    caches.memory.once(
        Moment.BARRIER,
        () -> {
          throw new InternalError("an earlier access of the caller's own");
        });
    assertThatThrownBy(() -> file.read(0, new byte[3 * PAGE]))
        .isInstanceOf(InternalError.class)
        .hasMessageContaining("earlier access");
    assertThat(file.space.hasPoison()).isFalse();
  }

  @Test
  @Tag("H8")
  void anErrorOfTheCallersOwnMemoryThatArrivesInTheFirstWriteIsThrown() {
    caches.memory.once(
        Moment.AFTER_COPY_IN,
        () -> {
          throw new InternalError("an earlier access of the caller's own");
        });
    assertThatThrownBy(() -> file.write(0, TestFile.data(1, 100)))
        .isInstanceOf(InternalError.class)
        .hasMessageContaining("earlier access");
    assertThat(file.space.size()).isZero();
    caches.check();
  }
}
