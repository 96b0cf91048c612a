package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Changes files of its own at random and reads them back. Strikes come at any moment of an
 * operation; where it is told of one it repairs the page, in one of the ways there are, and goes
 * on. Its model of the content stays exact throughout.
 */
final class Writer implements Workers.Work {

  private static final int LONGEST = ChannelAccess.LONGEST;

  private final Path directory;
  private final HugePolicy huge;
  private final WriterSlots slots;
  private final int firstSlot;
  private final StrikeLog strikeLog;
  private final DrillCounters counters;
  private final Repairs repairs;
  private final ChannelAccess channels;
  private final SplittableRandom random;
  private int named;

  /**
   * Creates a writer.
   *
   * @param directory of its own, which exists
   * @param number of the writer, from 0, among those of all kinds
   */
  Writer(DrillContext context, Path directory, int number) {
    this.directory = directory;
    this.huge = context.options.huge();
    this.slots = context.slots;
    this.firstSlot = number * WriterSlots.FILES_PER_WRITER;
    this.strikeLog = context.strikeLog;
    this.counters = context.counters;
    this.random = new SplittableRandom(-context.options.seed() - number);
    this.repairs = new Repairs(context, random);
    this.channels = new ChannelAccess(context, repairs, random);
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    for (int i = 0; i < WriterSlots.FILES_PER_WRITER; i++) {
      create(firstSlot + i, new byte[WriterFile.MAX_SIZE]);
    }
    while (!stop.getAsBoolean()) {
      int slot = firstSlot + random.nextInt(WriterSlots.FILES_PER_WRITER);
      WriterFile file = slots.get(slot);
      if (file == null) {
        throw new IllegalStateException("a writer has lost its file");
      }
      step(slot, file);
    }
  }

  private void create(int slot, byte[] shadow) throws IOException {
    WriterFile file = new WriterFile(directory.resolve("file" + named++), huge, shadow, strikeLog);
    slots.set(slot, file);
    channels.write(file, 0, random.nextInt(1, LONGEST));
  }

  private void step(int slot, WriterFile file) throws IOException {
    int size = file.size;
    int choice = random.nextInt(100);
    if (choice < 35) {
      append(file);
    } else if (choice < 55) {
      channels.write(file, random.nextInt(size + 1), length());
    } else if (choice < 60) {
      // Leaves a hole between the old end and the new data.
      channels.write(file, size + random.nextInt(LONGEST), length());
    } else if (choice < 65) {
      file.truncate(random.nextInt(4) == 0 ? 0 : random.nextInt(size / 2, size + 1));
    } else if (choice < 73) {
      file.punch(random.nextInt(size + 1), random.nextInt(1, LONGEST));
    } else if (choice < 95) {
      int from = random.nextInt(size + 1);
      channels.readBack(file, from, Math.min(size, from + 4 * length()));
    } else if (choice < 98) {
      repairs.repairAll(file);
    } else {
      replace(slot, file);
    }
  }

  private int length() {
    return random.nextInt(1, random.nextBoolean() ? LONGEST : 2 * Pages.SIZE);
  }

  private void append(WriterFile file) throws IOException {
    if (file.size + LONGEST > WriterFile.MAX_SIZE) {
      file.truncate(random.nextInt(file.size));
    }
    channels.write(file, file.size, length());
  }

  /** Deletes a file; sometimes goes on with it through the open channel first. */
  private void replace(int slot, WriterFile file) throws IOException {
    if (random.nextBoolean()) {
      channels.readBack(file, 0, file.size);
    }
    file.unlink();
    if (random.nextBoolean()) {
      channels.readBack(file, 0, file.size);
      channels.write(file, random.nextInt(file.size + 1), length());
      channels.readBack(file, 0, file.size);
    }
    file.close();
    Arrays.fill(file.shadow, (byte) 0);
    if (Files.exists(file.path)) {
      counters.bystander(file.path + " is still there after it was deleted");
    }
    create(slot, file.shadow);
  }
}
