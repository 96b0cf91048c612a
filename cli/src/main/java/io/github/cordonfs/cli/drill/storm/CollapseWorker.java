package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.CollapseReport;
import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Has the small folios of one file after the other joined into huge ones, over and over (contract
 * row F6). No data may change: that is for the readers to judge.
 */
final class CollapseWorker implements Workers.Work {

  /** Rests for this many times as long as it worked: it shares the cores with those it disturbs. */
  private static final int REST = 3;

  private static final long SHORTEST_REST_NANOS = 50_000;
  private static final long LONGEST_REST_NANOS = 20_000_000;

  private final LoadedFiles files;
  private final WriterSlots slots;

  // Under the lock of this object.
  private long joined;
  private final Map<Reason, Long> notJoined = new EnumMap<>(Reason.class);

  CollapseWorker(DrillContext context) {
    this.files = context.files;
    this.slots = context.slots;
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    while (!stop.getAsBoolean()) {
      for (LoadedFile file : files.list()) {
        if (stop.getAsBoolean()) {
          return;
        }
        join(file.channel(), file.size());
      }
      for (int i = 0; i < slots.count() && !stop.getAsBoolean(); i++) {
        WriterFile file = slots.get(i);
        if (file != null) {
          join(file);
        }
      }
    }
  }

  private void join(WriterFile file) throws IOException {
    try {
      join(file.channel, file.size);
    } catch (ClosedChannelException e) {
      if (file.channel.isOpen()) {
        throw e;
      } // its writer has gone on to another file
    }
  }

  private void join(CordonFileChannel channel, long size) throws IOException {
    long start = System.nanoTime();
    count(channel.collapse(0, size));
    long worked = System.nanoTime() - start;
    LockSupport.parkNanos(Math.clamp(REST * worked, SHORTEST_REST_NANOS, LONGEST_REST_NANOS));
  }

  private synchronized void count(CollapseReport report) {
    joined += report.joined();
    report.notJoined().forEach((reason, n) -> notJoined.merge(reason, (long) n, Long::sum));
  }

  /** Returns the number of 2 MiB ranges joined. */
  synchronized long joined() {
    return joined;
  }

  /** Returns how often ranges were left as they were, by reason. */
  synchronized Map<Reason, Long> notJoined() {
    return new EnumMap<>(notJoined);
  }
}
