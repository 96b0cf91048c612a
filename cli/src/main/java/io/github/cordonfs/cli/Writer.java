package io.github.cordonfs.cli;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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

  private static final int LONGEST = 64 << 10;

  /** Repairs in one operation; as many strikes in one place are no accident. */
  private static final int PATIENCE = 10_000;

  private final Path directory;
  private final HugePolicy huge;
  private final WriterSlots slots;
  private final int firstSlot;
  private final Ledger ledger;
  private final WriterJudge judge;
  private final Tally tally;
  private final SplittableRandom random;

  private final byte[] noise = new byte[1 << 20];
  private final ByteBuffer heap = ByteBuffer.allocate(LONGEST);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(LONGEST);
  private int named;

  /**
   * Creates a writer.
   *
   * @param directory of its own, which exists
   * @param number of the writer, from 0
   */
  Writer(Stage stage, Path directory, int number) {
    this.directory = directory;
    this.huge = stage.options.huge();
    this.slots = stage.slots;
    this.firstSlot = number * WriterSlots.FILES_PER_WRITER;
    this.ledger = stage.ledger;
    this.judge = stage.writerJudge;
    this.tally = stage.tally;
    this.random = new SplittableRandom(-stage.options.seed() - number);
    random.nextBytes(noise);
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
    WriterFile file = new WriterFile(directory.resolve("file" + named++), huge, shadow, ledger);
    slots.set(slot, file);
    write(file, 0, random.nextInt(1, LONGEST));
  }

  private void step(int slot, WriterFile file) throws IOException {
    int size = file.size;
    int choice = random.nextInt(100);
    if (choice < 35) {
      append(file);
    } else if (choice < 55) {
      write(file, random.nextInt(size + 1), length());
    } else if (choice < 60) {
      // Leaves a hole between the old end and the new data.
      write(file, size + random.nextInt(LONGEST), length());
    } else if (choice < 65) {
      file.truncate(random.nextInt(4) == 0 ? 0 : random.nextInt(size / 2, size + 1));
    } else if (choice < 73) {
      file.punch(random.nextInt(size + 1), random.nextInt(1, LONGEST));
    } else if (choice < 95) {
      int from = random.nextInt(size + 1);
      readBack(file, from, Math.min(size, from + 4 * length()));
    } else if (choice < 98) {
      repairAll(file);
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
    write(file, file.size, length());
  }

  /** Writes new content, repairing lost pages in the way. */
  private void write(WriterFile file, int offset, int wanted) throws IOException {
    int end = Math.min(offset + wanted, WriterFile.MAX_SIZE);
    int from = random.nextInt(noise.length - LONGEST);
    boolean cut = false;
    int at = offset;
    for (int tries = 0; at < end; tries++) {
      ByteBuffer source = random.nextBoolean() ? heap : direct;
      source.clear().put(noise, from, end - at).flip();
      int n;
      try {
        n = file.channel.write(source, at);
      } catch (PoisonedPageException e) {
        judge.failed(file, at, e);
        cut = false;
        if (!repair(file, Pages.of(at), tries)) {
          return;
        }
        continue;
      }
      if (cut) {
        judge.wentOn(file, at, "write");
      }
      file.wrote(noise, from, at, n);
      tally.bytesWritten.add(n);
      at += n;
      cut = at < end;
    }
  }

  /** Reads a range and compares it; of the lost pages in it, repairs some and leaves some. */
  private void readBack(WriterFile file, int offset, int end) throws IOException {
    boolean cut = false;
    long at = offset;
    for (int tries = 0; at < Math.min(end, file.size); tries++) {
      ByteBuffer target = random.nextBoolean() ? heap : direct;
      int wanted = (int) Math.min(LONGEST, Math.min(end, file.size) - at);
      target.clear().limit(wanted);
      int n;
      try {
        n = file.channel.read(target, at);
      } catch (PoisonedPageException e) {
        judge.failed(file, at, e);
        cut = false;
        if (random.nextBoolean()) {
          repair(file, Pages.of(at), tries);
        }
        at = Pages.start(Pages.of(at) + 1);
        continue;
      }
      if (cut || n <= 0) {
        judge.wentOn(file, at, "read");
      }
      if (n <= 0) {
        return;
      }
      judge.delivered(file, (int) at, MemorySegment.ofBuffer(target.clear()), n);
      cut = n < wanted;
      at += n;
    }
  }

  /** Makes a lost page well; returns false if the file ends before it now. */
  private boolean repair(WriterFile file, long page, int tries) throws IOException {
    if (tries >= PATIENCE) {
      throw new IOException(
          "page " + page + " of " + file + " stays lost after " + tries + " repairs");
    }
    int start = (int) Pages.start(page);
    int choice = random.nextInt(10);
    if (choice < 3) {
      file.punch(start, Pages.SIZE);
    } else if (choice == 3 && start < file.size) {
      file.truncate(start);
      return false;
    } else {
      boolean inFile = start < file.size;
      if (file.clearPoison(start, Pages.SIZE).isEmpty()) {
        // What is cleared past the end, where a write was about to go, is not listed.
        if (inFile) {
          judge.notCleared(file, page);
        }
        file.removed(page, page + 1);
      }
    }
    return true;
  }

  /** Asks what is lost, and clears all of it. */
  private void repairAll(WriterFile file) throws IOException {
    for (ByteRange range : file.channel.badRanges()) {
      for (long page = Pages.of(range.offset()); page < Pages.count(range.end()); page++) {
        if (!judge.isExplained(file, page)) {
          tally.bystander("page " + page + " of " + file + " is listed as bad and was not struck");
        }
      }
    }
    file.clearPoison(0, file.size);
  }

  /** Deletes a file; sometimes goes on with it through the open channel first. */
  private void replace(int slot, WriterFile file) throws IOException {
    if (random.nextBoolean()) {
      readBack(file, 0, file.size);
    }
    file.unlink();
    if (random.nextBoolean()) {
      readBack(file, 0, file.size);
      write(file, random.nextInt(file.size + 1), length());
      readBack(file, 0, file.size);
    }
    file.close();
    Arrays.fill(file.shadow, (byte) 0);
    if (Files.exists(file.path)) {
      tally.bystander(file.path + " is still there after it was deleted");
    }
    create(slot, file.shadow);
  }
}
