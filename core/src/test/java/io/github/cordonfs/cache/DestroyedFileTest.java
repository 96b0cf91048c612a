package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.frame.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DestroyedFileTest {

  @Parameter private HugePolicy huge;

  private Caches caches;
  private AddressSpace space;
  private TestFile file;

  @BeforeEach
  void destroy() {
    caches = Caches.of(3, huge);
    file = caches.newFile("/file");
    space = file.space;
    file.fill(0, HUGE + 5 * PAGE, 1);
    file.strikePages(3, 513);
    space.destroy();
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void everyOperationIsToldThatTheFileIsClosed() {
    assertThat(file.read(0, 1)).isEqualTo(AddressSpace.CLOSED);
    assertThat(file.read(Long.MAX_VALUE, 1)).isEqualTo(AddressSpace.CLOSED);
    assertThat(file.write(0, new byte[1])).isEqualTo(AddressSpace.CLOSED);
    assertThat(space.truncate(0)).isEqualTo(AddressSpace.CLOSED);
    assertThat(space.truncate(10)).isEqualTo(AddressSpace.CLOSED);
    assertThat(space.punch(0, PAGE)).isEqualTo(AddressSpace.CLOSED);
    assertThat(space.allocate(0, PAGE, false)).isEqualTo(AddressSpace.CLOSED);
    assertThat(space.instantiate(0)).isEqualTo(AddressSpace.CLOSED);
  }

  @Test
  void questionsHaveEmptyAnswers() {
    assertThat(space.size()).isZero();
    assertThat(space.allocatedBytes()).isZero();
    assertThat(space.hasPoison()).isFalse();
    assertThat(space.badRanges()).isEmpty();
    assertThat(space.clearPoison(0, Long.MAX_VALUE)).isEmpty();
    assertThat(space.seekData(0)).isEqualTo(-1);
    assertThat(space.seekHole(0)).isEqualTo(-1);
    assertThat(space.frameAt(0)).isEqualTo(Frames.NONE);
    assertThat(space.firstPoisoned(0, Long.MAX_VALUE)).isEqualTo(-1);
  }

  @Test
  void destroyingTwiceIsDestroyingOnce() {
    space.destroy();
    assertThat(caches.cache.usedBytes()).isZero();
  }

  @Test
  @Tag("R4")
  void itsMemoryIsFreeButForTheBadFrames() {
    // Where folios are never split, a bad frame takes all of its block out of use.
    int useful = huge == HugePolicy.UNSPLITTABLE ? 512 : 3 * 512 - 2;
    assertThat(caches.freeFrames()).isEqualTo(useful);
    Invariants.checkEmpty(caches.cache);
  }
}
