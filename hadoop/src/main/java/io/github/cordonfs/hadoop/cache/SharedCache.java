package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cache of this process for certain options, open as long as the process lives. Thread-safe.
 */
public final class SharedCache {

  /** Ranges of vectored reads that are read at a time. */
  private static final int THREADS = 32;

  private static final int SECONDS_IDLE = 10;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Also the lock for it. */
  private static final Map<CacheOptions, SharedCache> OPEN = new HashMap<>();

  // Of the lock.
  private static @Nullable String sizeHere;
  private static final List<Consumer<MemoryFailureEvent>> listeners = new ArrayList<>();

  private final CacheOptions options;
  private final StoreFiles files;
  private final CacheCounters counters;
  private final CordonFileSystem mount;
  private final ThreadPoolExecutor ranges;

  private SharedCache(CacheOptions options) throws IOException {
    this.options = options;
    this.counters = new CacheCounters();
    this.files = new StoreFiles(counters);
    this.mount = Cordon.mount(files, options.toCordon());
    this.ranges =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            SECONDS_IDLE,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "cordon-range-" + NUMBERS.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    ranges.allowCoreThreadTimeOut(true);
    tell(event -> {
      if (event.message() == MessageType.CLEAN_PAGE && !event.paths().isEmpty()) {
        failed(new FailedPages.Page(event.paths().getFirst(), event.pageIndex()));
      }
    });
  }

  private void failed(FailedPages.Page page) {
    counters.pageFailed(page);
    try {
      int[] frame = new int[1];
      if (mount.pageMap().frames(mount.getPath(page.file()), page.index(), frame) == 1
          && frame[0] >= 0) {
        counters.pageIsBack(page);
      }
    } catch (IOException _) {
      // Nobody has the file open: nobody can have read the page since.
    }
  }

  static SharedCache of(CacheOptions options) throws IOException {
    synchronized (OPEN) {
      SharedCache found = OPEN.get(options);
      if (found == null) {
        found = new SharedCache(sizeHere == null ? options : options.ofSize(sizeHere));
        OPEN.put(options, found);
        listeners.forEach(found::tell);
      }
      return found;
    }
  }

  /** Has caches that are opened from now on be of another size than their options say. */
  static void limitSize(String size) {
    synchronized (OPEN) {
      sizeHere = size;
    }
  }

  /** Has failures told, also those of caches that are opened later. */
  static void onFailure(Consumer<MemoryFailureEvent> listener) {
    synchronized (OPEN) {
      listeners.add(listener);
      OPEN.values().forEach(each -> each.tell(listener));
    }
  }

  private void tell(Consumer<MemoryFailureEvent> listener) {
    var _ = mount.memoryFailures().addListener(listener);
  }

  /** Returns the caches of this process: one, if all file systems have the same options. */
  public static Collection<SharedCache> open() {
    synchronized (OPEN) {
      return List.copyOf(OPEN.values());
    }
  }

  /** Returns the file system of Cordon that it is: its failures, its memory, its beans. */
  public CordonFileSystem mount() {
    return mount;
  }

  /** Returns what was read so far, and from where. */
  public CacheCounters counters() {
    return counters;
  }

  /**
   * Returns the pages that failed and were not read again since, as "name page": nobody has wanted
   * them.
   */
  public Set<String> pagesUnread() {
    return counters.pagesUnread().stream()
        .map(each -> each.file() + " " + each.index())
        .collect(Collectors.toUnmodifiableSet());
  }

  StoreFiles files() {
    return files;
  }

  CacheOptions options() {
    return options;
  }

  Executor ranges() {
    return ranges;
  }
}
