package io.github.cordonfs.cli.drill.written;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One thread that writes, reads, forces and mends files, and judges what it is told. */
final class WrittenWorker {

  /** How long a report of a failure may be on its way while others meet the page. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int LONGEST = 16;

  /** Operations on one file before it is closed. */
  private static final int LIFE = 400;

  private final List<WrittenFile> files;
  private final MemoryFailures failures;
  private final WrittenCounters counters;
  private final DirtyPages written;
  private final SplittableRandom random;

  WrittenWorker(
      List<WrittenFile> files,
      MemoryFailures failures,
      WrittenCounters counters,
      DirtyPages written,
      long seed) {
    this.files = files;
    this.failures = failures;
    this.counters = counters;
    this.written = written;
    this.random = new SplittableRandom(seed);
  }

  void run(BooleanSupplier stop) throws IOException {
    while (!stop.getAsBoolean()) {
      WrittenFile file = files.get(random.nextInt(files.size()));
      if (!file.lock.tryLock()) {
        Thread.onSpinWait();
        continue;
      }
      try (FileChannel channel = FileChannel.open(file.path, READ, WRITE)) {
        for (int i = random.nextInt(LIFE); i >= 0 && !stop.getAsBoolean(); i--) {
          step(file, channel);
        }
        written.forget(file);
      } finally {
        file.lock.unlock();
      }
    }
  }

  private void step(WrittenFile file, FileChannel channel) throws IOException {
    int first = random.nextInt(file.pages());
    int count = random.nextInt(1, Math.min(LONGEST, file.pages() - first) + 1);
    switch (random.nextInt(20)) {
      case 0 -> force(file, channel);
      case 1 -> restore(file);
      case 2 -> accept(file, channel);
      case 3, 4, 5, 6, 7, 8 -> write(file, channel, first, count);
      default -> read(file, channel, first, count);
    }
  }

  private void write(WrittenFile file, FileChannel channel, int first, int count)
      throws IOException {
    for (int page = first; page < first + count; page++) {
      int version = (int) counters.versions.incrementAndGet();
      try {
        channel.write(file.content(page, version), Pages.start(page));
        file.versions[page] = version;
        counters.common.bytesWritten.add(Pages.SIZE);
        written.add(file, page);
      } catch (PoisonedPageException e) {
        told(file, page, e);
      }
    }
  }

  private void read(WrittenFile file, FileChannel channel, int first, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Pages.SIZE);
    int page = first;
    while (page < first + count) {
      bytes.clear().limit((first + count - page) * Pages.SIZE);
      // As of before: what is lost while it is read may be delivered yet.
      boolean[] lost = lostOf(file, page, first + count);
      int n;
      try {
        n = channel.read(bytes, Pages.start(page));
      } catch (PoisonedPageException e) {
        told(file, page, e);
        page++;
        continue;
      }
      if (n <= 0 || n % Pages.SIZE != 0) {
        counters.common.failedRead("a read of " + n + " bytes at page " + page + " of " + file);
        return;
      }
      for (int at = 0; at < n; at += Pages.SIZE) {
        judge(file, page, bytes.slice(at, Pages.SIZE), lost[at / Pages.SIZE]);
        page++;
      }
      counters.common.bytesRead.add(n);
    }
  }

  private static boolean[] lostOf(WrittenFile file, int from, int to) {
    boolean[] lost = new boolean[to - from];
    for (int i = 0; i < lost.length; i++) {
      lost[i] = file.isLost(from + i);
    }
    return lost;
  }

  private void judge(WrittenFile file, int page, ByteBuffer bytes, boolean lost) {
    counters.common.bytesVerified.add(Pages.SIZE);
    if (lost || !bytes.equals(file.content(page, file.versions[page]))) {
      int found = file.versionOf(page, bytes);
      counters.common.silentlyWrong(
          Pages.SIZE,
          "page "
              + page
              + " of "
              + file
              + ": version "
              + (found < 0 ? "unknown" : found)
              + " instead of "
              + file.versions[page]
              + (lost ? ", which is lost" : ""));
    }
  }

  /** Judges an error: the page must have been reported, or be so at any moment. */
  private void told(WrittenFile file, int page, IOException e) {
    counters.common.errorsReported.increment();
    long begin = System.nanoTime();
    while (!file.isLost(page)) {
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        counters.common.bystander("page " + page + " of " + file + ": " + e);
        return;
      }
      LockSupport.parkNanos(100_000);
    }
  }

  private void force(WrittenFile file, FileChannel channel) throws IOException {
    counters.forces.increment();
    written.forget(file);
    int[] versions = file.versions.clone();
    try {
      channel.force(false);
      System.arraycopy(versions, 0, file.forced, 0, versions.length);
    } catch (FileSystemException e) {
      counters.forcesRefused.increment();
      if (failures.badRanges(file.path).isEmpty()) {
        counters.common.bystander("a force of " + file + ": " + e);
      }
    }
  }

  private void restore(WrittenFile file) throws IOException {
    for (int page : file.lost()) {
      if (random.nextInt(4) != 0) {
        int version = (int) counters.versions.incrementAndGet();
        file.mend(page);
        ByteRange range = new ByteRange(Pages.start(page), Pages.SIZE);
        List<ByteRange> restored = failures.restore(file.path, range, file.content(page, version));
        if (restored.isEmpty()) {
          counters.common.mismatch("page " + page + " of " + file + " was lost, and is not bad");
        } else {
          file.versions[page] = version;
          counters.mended.increment();
        }
      }
    }
  }

  /** Takes what the directory has: no less than what was forced. */
  private void accept(WrittenFile file, FileChannel channel) throws IOException {
    for (int page : file.lost()) {
      if (random.nextInt(4) != 0) {
        continue;
      }
      file.mend(page);
      var _ = failures.clearPoison(file.path, new ByteRange(Pages.start(page), Pages.SIZE));
      counters.accepted.increment();
      ByteBuffer bytes = ByteBuffer.allocate(Pages.SIZE);
      var _ = channel.read(bytes, Pages.start(page));
      int found = file.versionOf(page, bytes.clear());
      if (found < file.forced[page] || found > file.versions[page]) {
        counters.common.silentlyWrong(
            Pages.SIZE, "page " + page + " of " + file + ", of which the loss was accepted");
      }
      file.versions[page] = Math.max(found, 0);
    }
  }
}
