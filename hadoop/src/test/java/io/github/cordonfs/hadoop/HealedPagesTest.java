package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.hadoop.cache.CacheCounters;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many pages failed, and how many of them are good again. */
class HealedPagesTest extends CachedFixture {

  private static final int PAGE = 4096;

  private long failedBefore;
  private long healedBefore;

  @BeforeEach
  void count() throws IOException {
    // A name of its own: the cache still has files of other tests.
    String name = "healed-" + directory.getFileName();
    write(name, data);
    path = path(name);
    failedBefore = counters().pagesFailed();
    healedBefore = counters().pagesHealed();
  }

  private static CacheCounters counters() {
    return cache().counters();
  }

  private void assertCounts(int failed, int healed) {
    assertThat(counters().pagesFailed() - failedBefore).isEqualTo(failed);
    assertThat(counters().pagesHealed() - healedBefore).isEqualTo(healed);
  }

  private void strike(long page) throws IOException {
    int frames = cache().mount().pageMap().frameCount();
    for (int frame = 0; frame < frames; frame++) {
      var info = cache().mount().pageMap().describe(frame);
      if (info.pageIndex() == page && info.paths().getFirst().contains(path.getName())) {
        Path file = cache().mount().getPath(info.paths().getFirst());
        cache().mount().memoryFailures().strike(file, page * PAGE);
        return;
      }
    }
    throw new AssertionError("page " + page + " is not in memory");
  }

  @Test
  void aPageThatFailedIsHealedWhenItIsReadAgainAndNotBefore() throws IOException {
    byte[] bytes = new byte[10 * PAGE];
    try (FSDataInputStream in = fs.open(path)) {
      in.readFully(0, bytes);
      strike(3);
      strike(5);
      assertCounts(2, 0);
      assertThat(cache().pagesUnread()).anyMatch(each -> each.endsWith(" 3"));
      in.readFully(0, bytes, 0, 3 * PAGE);
      assertCounts(2, 0);
      in.readFully(3 * PAGE, bytes, 0, 1);
      assertCounts(2, 1);
      in.readFully(0, bytes);
      assertCounts(2, 2);
      in.readFully(0, bytes);
      assertCounts(2, 2);
    }
  }

  @Test
  void aPageThatFailsAgainIsHealedAgain() throws IOException {
    byte[] one = new byte[1];
    try (FSDataInputStream in = fs.open(path)) {
      for (int i = 1; i <= 3; i++) {
        in.readFully(7 * PAGE, one);
        strike(7);
        assertCounts(i, i - 1);
      }
      in.readFully(7 * PAGE, one);
      assertCounts(3, 3);
    }
  }

  @Test
  void aLongReadHealsAllInIt() throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
      for (long page : new long[] {0, 511, 512, 1000, 2303, 2304}) {
        strike(page);
      }
      assertCounts(6, 0);
    }
    // Also by others who open it later.
    try (FSDataInputStream in = fs.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    assertCounts(6, 6);
  }
}
