package io.github.cordonfs.monitor;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageState;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.monitor.pool.FailureReport;
import io.github.cordonfs.monitor.pool.Gauges;
import io.github.cordonfs.monitor.pool.WatchedPool;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A pool of any size without memory: what a frame is follows from its number, and from strikes. */
public final class SimulatedPool implements WatchedPool {

  private static final PageState[] RUNS = {
    PageState.HUGE,
    PageState.SMALL,
    PageState.FREE,
    PageState.CLEAN,
    PageState.HUGE,
    PageState.MAPPED,
    PageState.DIRTY,
    PageState.HUGE
  };

  private final int frames;
  private final Set<Integer> struck = ConcurrentHashMap.newKeySet();
  private final List<Consumer<? super FailureReport>> listeners = new CopyOnWriteArrayList<>();

  /** Makes one of so many bytes. */
  public SimulatedPool(long bytes) {
    frames = (int) (bytes >> 12);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public int frameCount() {
    return frames;
  }

  private PageState state(int frame) {
    if (struck.contains(frame)) {
      return PageState.POISONED;
    }
    int block = frame >>> 9;
    int mixed = block * 0x9E3779B9;
    PageState run = RUNS[(mixed >>> 20) & 7];
    if ((mixed & 0xFF) == 7 && (frame & 511) == (mixed >>> 8 & 511)) {
      return (mixed & 0x10000) == 0 ? PageState.QUARANTINED : PageState.SOFT_OFFLINED;
    }
    return run == PageState.SMALL && (frame & 511) > (mixed >>> 9 & 511) ? PageState.FREE : run;
  }

  @Override
  public void states(int first, byte[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = state(first + i).code();
    }
  }

  @Override
  public PageInfo describe(int frame) {
    PageState state = state(frame);
    boolean inFile = state.isInFile();
    return new PageInfo(
        frame,
        state,
        inFile ? List.of("/file-" + (frame >>> 12)) : List.of(),
        inFile ? frame & 4095 : -1,
        inFile ? new ByteRange((frame & 4095L) << 12, 4096) : new ByteRange(0, 0),
        state == PageState.HUGE,
        state == PageState.MAPPED,
        state == PageState.CLEAN || state == PageState.DIRTY,
        state == PageState.POISONED ? FailureSource.INJECTED : null,
        -1);
  }

  @Override
  public int frames(String path, long firstPage, int[] found) throws NoSuchFileException {
    if (!path.matches("/file-\\d{1,6}")) {
      throw new NoSuchFileException(path);
    }
    int first = Integer.parseInt(path.substring(6)) << 12;
    int count = Math.clamp(4096 - firstPage, 0, found.length);
    for (int i = 0; i < count; i++) {
      found[i] = first + (int) firstPage + i;
    }
    return count;
  }

  @Override
  public Gauges gauges() {
    long bytes = (long) frames << 12;
    long lost = (long) struck.size() << 12;
    return new Gauges(
        bytes,
        bytes / 2,
        bytes,
        bytes / 4,
        lost,
        0,
        0,
        new TransferCounts(0, 0),
        0,
        Optional.empty(),
        Map.of("injected", (long) struck.size()));
  }

  @Override
  public List<String> badFiles() {
    return List.of();
  }

  @Override
  public List<ByteRange> badRanges(String path) {
    return List.of();
  }

  @Override
  public Listening listen(Consumer<? super FailureReport> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Optional<Strikes> strikes() {
    return Optional.of(new Struck());
  }

  private final class Struck implements Strikes {

    @Override
    public void strike(int frame) {
      if (struck.add(frame)) {
        FailureReport report =
            new FailureReport(
                Instant.now(),
                frame,
                List.of("/file-" + (frame >>> 12)),
                new ByteRange((frame & 4095L) << 12, 4096),
                true,
                "injected",
                "recovered",
                "memory page",
                -1,
                Duration.ofNanos(1000));
        listeners.forEach(each -> each.accept(report));
      }
    }

    @Override
    public int strikeRandom(long seed, int count) {
      for (int i = 0; i < count; i++) {
        strike(Math.floorMod(seed * 31 + i * 7919L, frames));
      }
      return count;
    }
  }
}
