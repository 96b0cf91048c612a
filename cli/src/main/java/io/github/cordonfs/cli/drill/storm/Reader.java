package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.judge.ReadJudge;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Reads random ranges of the loaded files, large and small, aligned and not, into direct and heap
 * buffers, and has every byte judged.
 */
final class Reader implements Workers.Work {

  private static final int SHORTEST = 512;
  private static final int LONGEST = 256 << 10;

  private final LoadedFiles files;
  private final ReadJudge judge;
  private final SplittableRandom random;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(LONGEST);
  private final ByteBuffer heap = ByteBuffer.allocate(LONGEST);

  /**
   * Creates a reader.
   *
   * @param number of the reader, from 0
   */
  Reader(DrillContext context, int number) {
    this.files = context.files;
    this.judge = context.readJudge(LONGEST);
    this.random = new SplittableRandom(context.options.seed() + number);
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    while (!stop.getAsBoolean()) {
      int page = random.nextInt(files.pages());
      LoadedFile file = files.ofPage(page);
      long position = Pages.start(page - file.firstPage());
      int length =
          SHORTEST << random.nextInt(Integer.numberOfTrailingZeros(LONGEST / SHORTEST) + 1);
      if (random.nextBoolean()) {
        position += random.nextInt(Pages.length(page - file.firstPage(), file.size()));
        length -= random.nextInt(length / 2);
      }
      ByteBuffer buffer = random.nextBoolean() ? direct : heap;
      readRange(file, position, Math.min(file.size(), position + length), buffer);
    }
  }

  /** Reads a range to its end, over lost pages in it. */
  private void readRange(LoadedFile file, long from, long end, ByteBuffer buffer)
      throws IOException {
    long position = from;
    while (position < end) {
      int length = (int) (end - position);
      judge.before(file, position, length);
      int n;
      try {
        n = file.channel().read(buffer.clear().limit(length), position);
      } catch (PoisonedPageException e) {
        judge.failed(e);
        position = Pages.start(Pages.of(position) + 1);
        continue;
      }
      judge.delivered(MemorySegment.ofBuffer(buffer.clear()), n);
      if (n <= 0) {
        return;
      }
      position += n;
    }
  }
}
