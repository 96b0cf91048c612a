package io.github.cordonfs.nio.failure;

import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.failure.FrameDescription;
import io.github.cordonfs.failure.Patrol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** The frames of a file system, for those who draw them; files by path. */
final class PathPageMap implements PageMap {

  private static final int PAGE_SHIFT = 12;

  private final PathMemoryFailures failures;
  private final PageCache cache;
  private final Patrol patrol;

  PathPageMap(PathMemoryFailures failures, PageCache cache, Patrol patrol) {
    this.failures = failures;
    this.cache = cache;
    this.patrol = patrol;
  }

  @Override
  public int frameCount() {
    return cache.frameCount();
  }

  @Override
  public void states(int first, byte[] target, int offset, int count) {
    Objects.checkFromIndexSize(first, count, frameCount());
    Objects.checkFromIndexSize(offset, count, target.length);
    failures.checkOpen();
    cache.states(first, target, offset, count);
  }

  @Override
  public PageInfo describe(int frame) {
    Objects.checkIndex(frame, frameCount());
    failures.checkOpen();
    return FrameDescription.of(cache, frame);
  }

  @Override
  public int frames(Path file, long firstPage, int[] frames) throws IOException {
    if (firstPage < 0) {
      throw new IllegalArgumentException("negative page: " + firstPage);
    }
    return failures.with(
        file,
        (_, found) -> {
          long pages = (found.size() + (1 << PAGE_SHIFT) - 1) >>> PAGE_SHIFT;
          int count = Math.clamp(pages - firstPage, 0, frames.length);
          for (int i = 0; i < count; i++) {
            frames[i] = found.space().frameAt((firstPage + i) << PAGE_SHIFT);
          }
          return count;
        });
  }

  @Override
  public long patrolledBytes() {
    return patrol.lookedAtBytes();
  }
}
