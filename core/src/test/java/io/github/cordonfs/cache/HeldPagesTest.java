package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.AccessAdvice;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.cache.backed.WritableSpace;
import io.github.cordonfs.failure.SoftOffline;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What needs a page of a file that has all of the cache, so that another page of it has to go. */
class HeldPagesTest {

  private static final int PAGES = 3000;

  /** Beyond those that were read last, which are in the cache. */
  private static final long MISSING = 5L * PAGE;

  @AutoClose private final Caches caches = Caches.of(4, HugePolicy.WITHIN_SIZE);

  private final WrittenStore store = new WrittenStore(PAGES * PAGE);
  private final TestFile file = caches.newFile("/file", store);
  private final WritableSpace space = (WritableSpace) file.space;
  private final int[] others = new int[4 * 512];
  private int taken;

  @BeforeEach
  void fillTheCache() {
    byte[] all = file.bytes(0, PAGES * PAGE);
    assertThat(all).hasSize(PAGES * PAGE);
    taken = caches.cache.allocator.allocateSingles(others, others.length);
    assertThat(space.frameAt(MISSING)).isNegative();
  }

  @AfterEach
  void giveBack() {
    Arrays.stream(others, 0, taken).forEach(frame -> caches.cache.free(frame, 0));
  }

  @Test
  @Tag("U1")
  void aPageThatIsNotThereIsStruck() throws IOException {
    assertThat(
            caches
                .failure
                .strike(space, MISSING, () -> frame(MISSING), StrikeContent.DESTROY)
                .message())
        .isEqualTo(MessageType.CLEAN_PAGE);
  }

  @Test
  @Tag("U1")
  void aPageThatIsNotThereIsTakenOutOfService() throws IOException {
    SoftOffline offline = new SoftOffline(caches.cache);
    assertThat(offline.softOffline(space, MISSING, () -> frame(MISSING)))
        .isEqualTo(SoftOfflineResult.DROPPED);
  }

  @Test
  @Tag("B21")
  void pagesThatSomebodyHoldsDoNotGoByAdvice() {
    long last = (PAGES - 1L) * PAGE;
    space.holdPages();
    try {
      space.advise(AccessAdvice.DONTNEED, last, PAGE);
      assertThat(space.frameAt(last)).isNotNegative();
    } finally {
      space.letPagesGo();
    }
    space.advise(AccessAdvice.DONTNEED, last, PAGE);
    assertThat(space.frameAt(last)).isNegative();
  }

  private int frame(long offset) {
    int frame = space.instantiate(offset);
    assertThat(frame).as("a frame").isNotNegative();
    return frame;
  }

  @Test
  @Tag("B12")
  void aPartThatIsNotThereIsKeptForAMapping() throws IOException {
    long pinned = space.pin(0, 300L * PAGE);
    try {
      for (int page = 0; page < 300; page++) {
        assertThat(space.frameAt((long) page * PAGE)).as("page %d", page).isNotNegative();
      }
    } finally {
      space.letPagesGo(pinned);
      space.unpin(pinned);
    }
  }
}
