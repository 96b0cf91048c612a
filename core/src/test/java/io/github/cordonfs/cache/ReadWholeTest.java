package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cache.SpyMemory.Moment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads that are whole or leave the target alone. */
@ParameterizedClass
@MethodSource("grid")
@Tag("H8")
class ReadWholeTest {

  private static final int SIZE = 8 * PAGE;

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;
  private byte[] data;
  private final byte[] target = new byte[SIZE + PAGE];

  static Stream<Caches.Setup> grid() {
    return Caches.grid();
  }

  @BeforeEach
  void open() {
    caches = setup.open(4);
    caches.dirtyAllFrames();
    file = caches.newFile("/file");
    data = file.fill(0, SIZE, 1);
    Arrays.fill(target, TestFile.UNTOUCHED);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private boolean read(long position, int length) {
    return file.space.readWhole(position, ByteBuffer.wrap(target), length);
  }

  private void assertUntouched() {
    for (byte each : target) {
      assertThat(each).isEqualTo(TestFile.UNTOUCHED);
    }
  }

  @Test
  void bytesThatAreThereAreRead() {
    assertThat(read(100, SIZE - 100)).isTrue();
    assertThat(Arrays.copyOf(target, SIZE - 100)).isEqualTo(Arrays.copyOfRange(data, 100, SIZE));
    assertThat(target[SIZE - 100]).isEqualTo(TestFile.UNTOUCHED);
  }

  @Test
  void whatEndsBehindTheFileIsNotRead() {
    assertThat(read(0, SIZE + 1)).isFalse();
    assertThat(read(SIZE, 1)).isFalse();
    assertThat(read(1L << 40, 1)).isFalse();
    assertUntouched();
    file.space.truncate(SIZE - 1);
    assertThat(read(0, SIZE)).isFalse();
    assertUntouched();
  }

  @Test
  void holesAndPoisonedPagesAreNotRead() {
    file.strike(3 * PAGE);
    assertThat(read(0, SIZE)).isFalse();
    assertUntouched();
    file.space.punch(3 * PAGE, PAGE);
    assertThat(read(0, SIZE)).isFalse();
    assertUntouched();
    assertThat(read(0, 3 * PAGE)).isTrue();
  }

  @Test
  void aDestroyedFileIsNotRead() {
    file.space.destroy();
    assertThat(read(0, 1)).isFalse();
    assertUntouched();
  }

  /** As far as the end is concerned: it is looked at when nobody can take pages away any more. */
  @Test
  void aCutThatComesBetweenTheLookUpAndTheLockIsSeen() {
    caches.memory.once(Moment.BARRIER, () -> file.space.truncate(PAGE));
    assertThat(read(0, SIZE)).isFalse();
    assertUntouched();
    caches.memory.once(Moment.BARRIER, () -> file.strike(0));
    assertThat(read(0, PAGE)).isFalse();
    assertUntouched();
  }
}
