package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No space left under mappings that can store: what grows takes memory for what they show, or
 * leaves no trace. The file has one page of data, its mapping reaches to page 20, and five frames
 * are free.
 */
@ParameterizedClass
@EnumSource(names = {"NEVER", "ALWAYS"})
@Tag("S15")
class MappedFullCacheTest {

  private static final int MAPPED = 20;
  private static final int FREE = 5;

  @Parameter private HugePolicy huge;

  private Caches caches;
  private TestFile file;
  private TestFile ballast;
  private FakeWindow window;

  @BeforeEach
  void open() {
    caches = Caches.of(2, huge);
    file = caches.newFile("/file");
    window = map(MAPPED);
    file.space.truncate(PAGE);
    ballast = caches.leaveFree(FREE);
    checkNoTrace();
  }

  @AfterEach
  void close() {
    window.check();
    window.unmap();
    caches.close();
  }

  private FakeWindow map(int pages) {
    FakeWindow made = new FakeWindow(file.space, pages, true);
    made.map();
    return made;
  }

  private void checkNoTrace() {
    assertThat(file.space.size()).isEqualTo(PAGE);
    assertThat(file.space.allocatedBytes()).isEqualTo(PAGE);
    assertThat(caches.freeFrames()).isEqualTo(FREE);
    window.check();
  }

  @Test
  @Tag("R2")
  void aFileThatIsCutGivesItsMemoryBack() {
    ballast.space.truncate(0);
    int free = caches.freeFrames();
    FakeWindow intoTheNextExtent = map(HUGE / PAGE + 4);
    file.space.truncate(PAGE);
    assertThat(file.space.allocatedBytes()).isEqualTo(PAGE);
    assertThat(caches.freeFrames()).isEqualTo(free);
    intoTheNextExtent.check();
    intoTheNextExtent.unmap();
  }

  @Test
  void allocateGivesBackWhatItTookWhenThereIsNoneForTheGapInFrontOfIt() {
    assertThat(file.space.allocate((MAPPED - 2) * PAGE, 2 * PAGE, false))
        .isEqualTo(AddressSpace.NO_SPACE);
    checkNoTrace();
  }

  @Test
  void allocateGivesTheGapInFrontOfItMemoryToo() {
    assertThat(file.space.allocate(4 * PAGE, 2 * PAGE, false)).isZero();
    assertThat(file.space.size()).isEqualTo(6 * PAGE);
    assertThat(caches.freeFrames()).isZero();
    file.assertZero(PAGE, 5 * PAGE);
  }

  @Test
  void growthUnderSeveralMappingsGivesBackWhatItTookForTheFirst() {
    // The mapping that is there is looked at first, and needs memory for one page less.
    ballast.space.truncate(ballast.space.size() - (MAPPED + 1) * PAGE);
    FakeWindow larger = map(MAPPED + 1);
    file.space.truncate(PAGE);
    caches.leaveFree(MAPPED - 1);
    assertThat(file.space.truncate((MAPPED + 1) * PAGE)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(file.space.allocatedBytes()).isEqualTo(PAGE);
    assertThat(caches.freeFrames()).isEqualTo(MAPPED - 1);
    larger.check();
    larger.unmap();
  }

  @Test
  void aWriteThatFindsNoMemoryBehindItsGapGivesBackTheGap() {
    assertThat(file.write((FREE + 1) * PAGE, TestFile.data(2, 10)))
        .isEqualTo(AddressSpace.NO_SPACE);
    checkNoTrace();
  }

  @Test
  void whoCannotMapGivesBackWhatItTook() {
    file.space.lock();
    try {
      int code = MappingAttachment.prepare(file.space, (MAPPED - 2) * PAGE, 2 * PAGE, true);
      assertThat(code).isEqualTo(AddressSpace.NO_SPACE);
    } finally {
      file.space.unlock();
    }
    checkNoTrace();
  }

  @Test
  @Tag("M1")
  void whoCannotMapLeavesWhatWasReservedBehindTheEnd() {
    window.unmap();
    assertThat(file.space.allocate(2 * PAGE, PAGE, true)).isZero();
    file.space.lock();
    try {
      assertThat(MappingAttachment.prepare(file.space, PAGE, 30 * PAGE, true))
          .isEqualTo(AddressSpace.NO_SPACE);
    } finally {
      file.space.unlock();
    }
    assertThat(file.space.allocatedBytes()).isEqualTo(2 * PAGE);
    assertThat(caches.freeFrames()).isEqualTo(FREE - 1);
  }
}
