package io.github.cordonfs.cli.drill.film;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.PageState;
import io.github.cordonfs.monitor.tile.Layout;
import io.github.cordonfs.monitor.tile.Pyramid;
import java.nio.file.ClosedFileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Takes pictures of all frames of a file system, some tens of them, from when it is begun until it
 * is ended. Looking takes a few nanoseconds a frame. Thread-safe.
 */
public final class Film {

  /** Pictures of the expected time; what goes on for longer gets more, up to {@link #MOST}. */
  private static final int PICTURES = 60;

  private static final int MOST = 240;

  /** Pixels of a picture at most. */
  private static final int PIXELS = 1 << 16;

  private static final Duration SHORTEST = Duration.ofMillis(50);

  /**
   * One picture.
   *
   * @param millis since the beginning
   * @param cells pixels, row by row, in runs: a byte of how many, less one, and the cell
   * @param failures handled until then
   * @param verified bytes that were checked until then
   * @param poisoned frames that are poisoned in their files
   * @param retired frames that are out of service and in no file
   */
  @SuppressWarnings("ArrayRecordComponent") // pictures are not compared
  record Picture(
      long millis, byte[] cells, long failures, long verified, long poisoned, long retired) {}

  private final List<Picture> pictures = new ArrayList<>();
  private final Duration step;
  private volatile boolean ended;
  private int width;
  private int height;
  private Thread thread = Thread.ofPlatform().unstarted(() -> {});
  private Runnable last = () -> {};

  /** Makes one that has not begun, of something that will probably take so long. */
  public Film(Duration expected) {
    Duration even = expected.dividedBy(PICTURES);
    this.step = even.compareTo(SHORTEST) < 0 ? SHORTEST : even;
  }

  /**
   * Takes the first picture, and goes on in the background. Once.
   *
   * @param verified says how many bytes were checked so far
   */
  public void begin(CordonFileSystem fileSystem, LongSupplier verified) {
    PageMap map = fileSystem.pageMap();
    Pyramid pyramid = new Pyramid(Layout.of(map.frameCount()));
    int level = Pyramid.FIRST_LEVEL;
    while (level < pyramid.lastLevel()
        && pyramid.layout().width(level) * pyramid.layout().height(level) > PIXELS) {
      level++;
    }
    width = pyramid.layout().width(level);
    height = pyramid.layout().height(level);
    int chosen = level;
    long begin = System.nanoTime();
    Runnable take = () -> take(fileSystem, pyramid, chosen, begin, verified);
    take.run();
    last = take;
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("cordon-drill-film")
            .start(() -> {
              try {
                while (!ended && pictures().size() < MOST) {
                  Thread.sleep(step);
                  take.run();
                }
              } catch (InterruptedException | ClosedFileSystemException _) {
                return; // whoever ends it takes the last one
              }
            });
  }

  private void take(
      CordonFileSystem fileSystem, Pyramid pyramid, int level, long begin, LongSupplier verified) {
    Layout layout = pyramid.layout();
    byte[] states = new byte[layout.frames()];
    fileSystem.pageMap().states(0, states, 0, states.length);
    for (int block = 0; block < layout.blocks(); block++) {
      pyramid.update(block, states, block * Layout.BLOCK_FRAMES);
    }
    long[] totals = pyramid.totals();
    long retired = totals[PageState.QUARANTINED.code()] + totals[PageState.SOFT_OFFLINED.code()];
    Picture picture =
        new Picture(
            (System.nanoTime() - begin) / 1_000_000,
            Runs.of(pyramid.picture(level)),
            fileSystem.memoryFailures().counters().total(),
            verified.getAsLong(),
            totals[PageState.POISONED.code()],
            retired);
    synchronized (pictures) {
      pictures.add(picture);
    }
  }

  /** Takes the last picture and ends it, before the file system is closed. */
  public void end() throws InterruptedException {
    ended = true;
    thread.interrupt();
    thread.join();
    last.run();
  }

  List<Picture> pictures() {
    synchronized (pictures) {
      return List.copyOf(pictures);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }
}
