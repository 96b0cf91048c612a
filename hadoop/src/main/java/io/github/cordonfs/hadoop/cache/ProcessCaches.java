package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.hadoop.CacheControl;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The caches of this process, for who reports on them. */
public final class ProcessCaches implements CacheControl {

  private static final ProcessCaches INSTANCE = new ProcessCaches();

  private ProcessCaches() {}

  /** Returns those of this process, opened and to be opened. */
  public static ProcessCaches ofThisProcess() {
    return INSTANCE;
  }

  private static long sum(ToLongFunction<SharedCache> value) {
    return SharedCache.open().stream().mapToLong(value).sum();
  }

  @Override
  public double hitRate() {
    long read = bytesRead();
    return read == 0 ? 1 : Math.max(0, 1 - (double) storeBytes() / read);
  }

  @Override
  public long bytesRead() {
    return sum(each -> each.counters().bytesRead());
  }

  @Override
  public long storeBytes() {
    return sum(each -> each.counters().storeBytes());
  }

  @Override
  public long pagesFailed() {
    return sum(each -> each.counters().pagesFailed());
  }

  @Override
  public long pagesHealed() {
    return sum(each -> each.counters().pagesHealed());
  }

  @Override
  public long outOfServiceBytes() {
    return sum(each -> each.mount().memoryUsage().outOfServiceBytes());
  }

  @Override
  public long usedBytes() {
    return sum(each -> each.mount().memoryUsage().usedBytes());
  }

  @Override
  public void limitSize(String size) {
    SharedCache.limitSize(size);
  }

  @Override
  public void onHardwareFailure(Consumer<String> line) {
    SharedCache.onFailure(event -> {
      if (event.source() == FailureSource.HARDWARE) {
        line.accept(event.toString());
      }
    });
  }
}
