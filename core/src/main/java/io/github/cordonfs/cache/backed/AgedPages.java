package io.github.cordonfs.cache.backed;

import io.github.cordonfs.frame.BackgroundTask;
import java.util.concurrent.TimeUnit;

/** Has pages written that have been dirty for a while, as long as there are any. */
final class AgedPages extends BackgroundTask {

  /** How long a page may be dirty before it is looked for. */
  private static final long AGE = TimeUnit.SECONDS.toNanos(5);

  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final BackedFiles files;

  AgedPages(BackedFiles files) {
    this.files = files;
  }

  /** Begins to look, if nobody does. */
  void begin() {
    schedule(AGE);
  }

  @Override
  protected long run() {
    boolean any = false;
    for (WritableSpace space : files.dirtyFiles()) {
      any = true;
      Writeback writeback = space.writeback();
      if (System.nanoTime() - writeback.dirtySince() >= AGE) {
        // Not here: a store that hangs would hold up all that is done in the background.
        var _ = files.reads().execute(writeback::flushQuietly);
      }
    }
    return any ? PAUSE : DONE;
  }
}
