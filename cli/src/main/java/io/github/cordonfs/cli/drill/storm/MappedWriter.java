package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterJudge;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Changes files of its own through mappings, and loads them back; some of it through their channels
 * instead, for both must show the same. Pages are punched, cut off, grown and cleared under the
 * mapping, and the file is deleted under it. Where an access faults it repairs the page and goes
 * on; its model of the content stays exact throughout.
 */
final class MappedWriter implements Workers.Work {

  private static final int LONGEST = ChannelAccess.LONGEST;
  private static final int LONGEST_WINDOW = 1 << 20;

  private final Path directory;
  private final HugePolicy huge;
  private final boolean keeps;
  private final WriterSlots slots;
  private final int firstSlot;
  private final StrikeLog strikeLog;
  private final WriterJudge judge;
  private final DrillCounters counters;
  private final Repairs repairs;
  private final ChannelAccess channels;
  private final SplittableRandom random;
  private final MappedWindow[] windows = new MappedWindow[WriterSlots.FILES_PER_WRITER];
  private final MemorySegment noise;
  private int named;

  /**
   * Creates a writer.
   *
   * @param directory of its own, which exists
   * @param number of the writer, from 0, among those of all kinds
   */
  MappedWriter(DrillContext context, Path directory, int number) {
    this.directory = directory;
    this.huge = context.options.huge();
    this.keeps = context.options.keeps();
    this.slots = context.slots;
    this.firstSlot = number * WriterSlots.FILES_PER_WRITER;
    this.strikeLog = context.strikeLog;
    this.judge = context.writerJudge;
    this.counters = context.counters;
    this.random = new SplittableRandom(-context.options.seed() - number);
    this.repairs = new Repairs(context, random);
    this.channels = new ChannelAccess(context, repairs, random);
    this.noise = MemorySegment.ofArray(channels.noise());
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST);
      for (int i = 0; i < windows.length; i++) {
        create(i, new byte[WriterFile.MAX_SIZE]);
      }
      while (!stop.getAsBoolean()) {
        int i = random.nextInt(windows.length);
        WriterFile file = slots.get(firstSlot + i);
        if (file == null) {
          throw new IllegalStateException("a writer has lost its file");
        }
        step(i, file, buffer);
      }
    } finally {
      for (MappedWindow window : windows) {
        if (window != null) {
          window.close();
        }
      }
    }
  }

  private void create(int i, byte[] shadow) throws IOException {
    WriterFile file = new WriterFile(directory.resolve("file" + named++), huge, shadow, strikeLog);
    slots.set(firstSlot + i, file);
    channels.write(file, 0, random.nextInt(1, LONGEST));
    windows[i] = open(file);
  }

  /** Maps a part of a file, often past its end, which makes it longer. */
  private MappedWindow open(WriterFile file) throws IOException {
    int offset = random.nextInt(file.size + 1);
    int length = random.nextInt(1, LONGEST_WINDOW);
    length = Math.min(length, WriterFile.MAX_SIZE - offset);
    if (length == 0) {
      file.truncate(file.size / 2);
      return open(file);
    }
    counters.mappings.increment();
    MappedWindow window = MappedWindow.open(file.channel, MapMode.READ_WRITE, offset, length);
    file.size = Math.max(file.size, offset + length);
    return window;
  }

  private void step(int i, WriterFile file, MemorySegment buffer) throws IOException {
    MappedWindow window = windows[i];
    int size = file.size;
    int from = (int) window.offset();
    int end = (int) Math.min(window.end(), size);
    int choice = random.nextInt(1000);
    // Closing a shared arena waits for every thread of the JVM: not too often.
    if (choice < 5 || from >= end) {
      window.close();
      windows[i] = open(file);
    } else if (choice < 400) {
      int at = random.nextInt(from, end);
      store(file, window, at, Math.min(end, at + length()));
    } else if (choice < 700) {
      int at = random.nextInt(from, end);
      load(file, window, at, Math.min(end, at + length()), true, buffer);
    } else if (choice < 770) {
      int at = random.nextInt(size);
      channels.readBack(file, at, Math.min(size, at + 4 * length()));
    } else if (choice < 840) {
      channels.write(file, random.nextInt(size), length());
    } else if (choice < 900) {
      file.punch(random.nextInt(size), random.nextInt(1, LONGEST));
    } else if (choice < 950) {
      file.truncate(random.nextInt(size));
      file.grow(random.nextInt(file.size, size + 1));
    } else if (choice < 995) {
      repairs.repairAll(file);
    } else {
      replace(i, file, buffer);
    }
  }

  private int length() {
    return switch (random.nextInt(4)) {
      case 0 -> Long.BYTES;
      case 1 -> random.nextInt(1, LONGEST);
      default -> random.nextInt(1, 2 * Pages.SIZE);
    };
  }

  /** Stores new content, page by page, repairing lost ones in the way. */
  private void store(WriterFile file, MappedWindow window, int offset, int end) throws IOException {
    int from = channels.someNoise();
    int at = offset;
    for (int tries = 0; at < end; tries++) {
      long page = Pages.of(at);
      int n = (int) Math.min(end, Pages.start(page + 1)) - at;
      if (window.store(at, noise, from, n)) {
        file.wrote(channels.noise(), from, at, n);
        counters.bytesWritten.add(n);
        counters.mappedBytes.add(n);
        at += n;
      } else {
        judge.faulted(file, page);
        if (!repair(file, page, tries)) {
          return;
        }
      }
    }
  }

  /** Loads a range and compares it; if it may, it repairs some of the lost pages in it. */
  private void load(
      WriterFile file,
      MappedWindow window,
      int from,
      int end,
      boolean mayRepair,
      MemorySegment buffer)
      throws IOException {
    if (loadAtOnce(file, window, from, end, buffer)) {
      return;
    }
    // Some page of the range is lost, and stays so until it is repaired here.
    boolean found = false;
    int at = from;
    while (at < Math.min(end, file.size)) {
      long page = Pages.of(at);
      int next = (int) Math.min(Pages.start(page + 1), Math.min(end, file.size));
      if (!loadAtOnce(file, window, at, next, buffer)) {
        found = true;
        judge.faulted(file, page);
        if (mayRepair && (!keeps || random.nextBoolean())) {
          repair(file, page, 0);
        }
      }
      at = next;
    }
    if (!found) {
      judge.faultedOnce(file, from);
    }
  }

  private boolean loadAtOnce(
      WriterFile file, MappedWindow window, int from, int end, MemorySegment buffer) {
    if (!window.load(from, buffer, end - from)) {
      return false;
    }
    judge.delivered(file, from, buffer, end - from);
    counters.mappedBytes.add(end - from);
    return true;
  }

  private boolean repair(WriterFile file, long page, int tries) throws IOException {
    if (keeps) {
      return repairs.repairMapped(file, page, tries);
    }
    repairs.refill(file, page);
    return true;
  }

  /** Deletes a file under its mapping, which goes on showing it, also with the channel closed. */
  private void replace(int i, WriterFile file, MemorySegment buffer) throws IOException {
    MappedWindow window = windows[i];
    file.unlink();
    loadAll(file, window, buffer);
    file.close();
    loadAll(file, window, buffer);
    window.close();
    Arrays.fill(file.shadow, (byte) 0);
    create(i, file.shadow);
  }

  private void loadAll(WriterFile file, MappedWindow window, MemorySegment buffer)
      throws IOException {
    int end = (int) Math.min(window.end(), file.size);
    for (int at = (int) window.offset(); at < end; at += LONGEST) {
      load(file, window, at, Math.min(end, at + LONGEST), false, buffer);
    }
  }
}
