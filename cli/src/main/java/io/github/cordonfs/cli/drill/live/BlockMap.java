package io.github.cordonfs.cli.drill.live;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.PageState;
import io.github.cordonfs.cli.line.Picture;
import io.github.cordonfs.cli.line.Terminal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.ClosedFileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The memory of a file system as a map of blocks: a character for some hundreds of frames that
 * follow each other, and a line that says what is lost. Looking at all frames takes at most a
 * twentieth of a processor: a large pool changes on the screen more slowly.
 */
public final class BlockMap implements Picture {

  private static final int MOST_ROWS = 12;

  /** For the bar, what is lost, the legend, and one that stays empty. */
  private static final int OTHER_ROWS = 4;

  private static final int MOST_COLUMNS = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int STATES = PageState.values().length;

  /** A rest is so many times as long as the look before it. */
  private static final int REST = 19;

  private final CordonFileSystem fileSystem;
  private final PageMap map;
  private List<String> latest = List.of();
  private long notBefore = System.nanoTime();

  /** Makes the map of a file system. */
  public BlockMap(CordonFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.map = fileSystem.pageMap();
  }

  @Override
  public List<String> lines(Terminal terminal) {
    int rows = Math.min(MOST_ROWS, terminal.rows() - OTHER_ROWS);
    int columns = Math.min(MOST_COLUMNS, terminal.columns() - 1);
    if (rows < 1 || columns < 1) {
      return List.of();
    }
    if (System.nanoTime() - notBefore >= 0) {
      long begin = THREADS.getCurrentThreadCpuTime();
      try {
        latest = look(rows, columns, new Palette(terminal));
      } catch (ClosedFileSystemException _) {
        return latest; // the drill is over
      }
      // Not the time on the clock: on a busy machine it is mostly that of others.
      notBefore = System.nanoTime() + REST * (THREADS.getCurrentThreadCpuTime() - begin);
    }
    return latest;
  }

  private List<String> look(int rows, int columns, Palette palette) {
    int frames = map.frameCount();
    int block = Math.max(1, (int) ((frames + (long) rows * columns - 1) / ((long) rows * columns)));
    byte[] states = new byte[block * columns];
    long[] totals = new long[STATES];
    List<String> lines = new ArrayList<>();
    for (long first = 0; first < frames; first += states.length) {
      int count = (int) Math.min(states.length, frames - first);
      map.states((int) first, states, 0, count);
      lines.add(row(states, count, block, palette, totals));
    }
    String legend = legend(totals, palette, columns);
    lines.add(legend);
    lines.add(
        cut(
            String.format(
                Locale.ROOT,
                "%,d frames, %d in a block; %,d lost now, %,d taken out; %,d failures so far",
                frames,
                block,
                totals[PageState.POISONED.code()],
                totals[PageState.QUARANTINED.code()] + totals[PageState.SOFT_OFFLINED.code()],
                fileSystem.memoryFailures().counters().total()),
            columns));
    return lines;
  }

  private static String row(byte[] states, int count, int block, Palette palette, long[] totals) {
    StringBuilder row = new StringBuilder();
    for (int first = 0; first < count; first += block) {
      int end = Math.min(count, first + block);
      int[] counts = new int[STATES];
      for (int i = first; i < end; i++) {
        counts[states[i]]++;
      }
      append(row, counts, end - first, palette);
      for (int state = 0; state < STATES; state++) {
        totals[state] += counts[state];
      }
    }
    palette.plain(row, "");
    return row.toString();
  }

  private static void append(StringBuilder row, int[] counts, int frames, Palette palette) {
    int lost = counts[PageState.POISONED.code()];
    if (lost > 0) {
      palette.lost(row, lost);
      return;
    }
    PageState shown = PageState.FREE;
    for (PageState state : PageState.values()) {
      int count = counts[state.code()];
      boolean more = shown == PageState.FREE || count > counts[shown.code()];
      if (count > 0 && (state.isOutOfService() || (state.isInFile() && more))) {
        shown = state;
      }
    }
    palette.block(row, shown, 1 - (double) counts[PageState.FREE.code()] / frames);
  }

  /** Of the states that there are just now; as many as there is room for. */
  private static String legend(long[] totals, Palette palette, int columns) {
    StringBuilder legend = new StringBuilder();
    int width = 0;
    for (PageState state : PageState.values()) {
      if (totals[state.code()] == 0) {
        continue;
      }
      boolean lost = state == PageState.POISONED;
      String name = lost ? " pages lost  " : " " + word(state) + "  ";
      width += 1 + name.length();
      if (width > columns) {
        break;
      }
      if (lost) {
        palette.lost(legend, 1);
      } else {
        palette.block(legend, state, 1);
      }
      palette.plain(legend, name);
    }
    return legend.toString();
  }

  private static String word(PageState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String cut(String text, int columns) {
    return text.length() > columns ? text.substring(0, columns) : text;
  }
}
