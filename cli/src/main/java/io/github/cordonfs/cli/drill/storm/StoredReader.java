package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.load.StoredFile;
import io.github.cordonfs.cli.drill.load.StoredFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Reads ranges of mounted files, large and small, here and there and in order, into direct and heap
 * buffers, and has every byte judged. Opens another file now and then, as that is when changes on
 * the disk are noticed.
 */
final class StoredReader implements Workers.Work {

  private static final int LONGEST_SHIFT = 8;

  /** Reads of one file, on average. */
  private static final int LIFE = 64;

  private final StoredFiles files;
  private final PageReads reads;
  private final SplittableRandom random;

  /**
   * Creates a reader.
   *
   * @param number of the reader, from 0
   */
  StoredReader(BackedContext context, int number) {
    this.files = context.files;
    this.reads = new PageReads(context, 1 << LONGEST_SHIFT);
    this.random = new SplittableRandom(context.options.seed() + number);
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    while (!stop.getAsBoolean()) {
      StoredFile file = files.ofPage(random.nextInt(files.pages()));
      try (FileChannel channel = file.isChanged() ? null : reads.open(file)) {
        if (channel != null) {
          readSome(channel, file, stop);
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }

  private void readSome(FileChannel channel, StoredFile file, BooleanSupplier stop)
      throws IOException {
    int page = random.nextInt(file.pages());
    do {
      int count = 1 << random.nextInt(LONGEST_SHIFT + 1);
      int cut = random.nextInt(4) == 0 ? random.nextInt(count * Pages.SIZE) : 0;
      boolean good = reads.read(channel, file, page, count, cut, random.nextBoolean());
      page += count;
      if (page >= file.pages() || !good || random.nextBoolean()) {
        page = random.nextInt(file.pages());
      }
    } while (random.nextInt(LIFE) != 0 && !file.isChanged() && !stop.getAsBoolean());
  }
}
