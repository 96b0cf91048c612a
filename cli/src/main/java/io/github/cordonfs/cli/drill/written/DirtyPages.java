package io.github.cordonfs.cli.drill.written;

import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pages that were written just now, and are probably not in the directory yet. Thread-safe. */
final class DirtyPages {

  private static final int MOST = 64;

  private static final long PATIENCE_MILLIS = 20;

  /** A page of a file. */
  record Page(WrittenFile file, int number) {}

  private final BlockingDeque<Page> pages = new LinkedBlockingDeque<>(MOST);

  void add(WrittenFile file, int page) {
    Page latest = new Page(file, page);
    while (!pages.offerLast(latest)) {
      var _ = pages.pollFirst();
    }
  }

  /** Forgets the pages of a file, which is about to be forced or closed. */
  void forget(WrittenFile file) {
    pages.removeIf(page -> page.file().equals(file));
  }

  /** Returns the latest; null if there is none for a while. */
  @Nullable Page take() {
    try {
      return pages.pollLast(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
