package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.ReadJudge;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Loads random ranges of the loaded files through mappings, single bytes and many pages at once,
 * and has every byte judged. Now and then it closes a mapping and makes another one elsewhere.
 */
final class MappedReader implements Workers.Work {

  private static final int LONGEST = 64 << 10;
  private static final int WINDOWS = 3;

  /** Loads through one mapping, on average. */
  private static final int LIFE = 3000;

  /**
   * Pages mapped by all readers together: in the worst case each is a mapping of its own to the
   * kernel, which allows a process some 65,000.
   */
  private static final int PAGES = 16_384;

  private record View(LoadedFile file, MappedWindow window) {}

  private final LoadedFiles files;
  private final DrillCounters counters;
  private final ReadJudge judge;
  private final SplittableRandom random;
  private final int longestWindow;
  private final View[] views = new View[WINDOWS];

  /**
   * Creates a reader.
   *
   * @param number of the reader, from 0
   */
  MappedReader(DrillContext context, int number) {
    this.files = context.files;
    this.counters = context.counters;
    this.judge = context.mappedJudge(LONGEST);
    this.random = new SplittableRandom(context.options.seed() ^ (number + 1L) << 32);
    int pages = PAGES / (context.options.mappedReaders() * WINDOWS);
    this.longestWindow = Math.clamp(pages, 1, 2048) * Pages.SIZE;
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST);
      for (int i = 0; i < WINDOWS; i++) {
        views[i] = open();
      }
      while (!stop.getAsBoolean()) {
        int i = random.nextInt(WINDOWS);
        if (random.nextInt(LIFE) == 0) {
          views[i].window().close();
          views[i] = open();
        }
        loadSome(views[i], buffer);
      }
    } finally {
      for (View view : views) {
        if (view != null) {
          view.window().close();
        }
      }
    }
  }

  /** Maps a part of some file; sometimes so that stores were possible, which nobody makes. */
  private View open() throws IOException {
    int page = random.nextInt(files.pages());
    LoadedFile file = files.ofPage(page);
    long offset = Pages.start(page - file.firstPage());
    if (random.nextBoolean()) {
      offset += random.nextInt(Pages.length(page - file.firstPage(), file.size()));
    }
    long length = Math.min(random.nextInt(longestWindow) + 1L, file.size() - offset);
    MapMode mode = random.nextInt(4) == 0 ? MapMode.READ_WRITE : MapMode.READ_ONLY;
    counters.mappings.increment();
    return new View(file, MappedWindow.open(file.channel(), mode, offset, length));
  }

  private void loadSome(View view, MemorySegment buffer) {
    MappedWindow window = view.window();
    int wanted =
        switch (random.nextInt(4)) {
          case 0 -> 1;
          case 1 -> Long.BYTES;
          default -> random.nextInt(1, LONGEST);
        };
    long position = random.nextLong(window.offset(), window.end());
    long end = Math.min(position + wanted, window.end());
    if (!load(view, position, end, buffer) && Pages.of(position) != Pages.of(end - 1)) {
      // Some page of the range is lost. Which one shows when each is loaded by itself.
      while (position < end) {
        long next = Math.min(end, Pages.start(Pages.of(position) + 1));
        load(view, position, next, buffer);
        position = next;
      }
    }
  }

  private boolean load(View view, long position, long end, MemorySegment buffer) {
    int length = (int) (end - position);
    judge.before(view.file(), position, length);
    if (!view.window().load(position, buffer, length)) {
      judge.faulted();
      return false;
    }
    judge.delivered(buffer, length);
    counters.mappedBytes.add(length);
    return true;
  }
}
