package io.github.cordonfs.cli.line;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, or none. */
public final class Progress implements AutoCloseable {

  private static final int WIDTH = 78;

  private final @Nullable ProgressBar bar;

  /**
   * Starts a bar.
   *
   * @param task its label
   * @param unit what is counted
   * @param unitSize what one unit is in steps
   * @param max the number of steps
   * @param shown false for no bar at all
   */
  public Progress(String task, String unit, long unitSize, long max, boolean shown) {
    this(
        task,
        unit,
        unitSize,
        max,
        shown ? new ConsoleProgressBarConsumer(System.err, WIDTH) : null);
  }

  /** Starts a bar with a picture above it, if standard error is a terminal; else one without. */
  public static Progress with(
      Picture picture, String task, String unit, long unitSize, long max, boolean shown) {
    return shown && Terminal.ofStandardError().isPresent()
        ? new Progress(
            task,
            unit,
            unitSize,
            max,
            new PictureScreen(System.err, picture, Terminal::ofStandardError, WIDTH))
        : new Progress(task, unit, unitSize, max, shown);
  }

  private Progress(
      String task, String unit, long unitSize, long max, @Nullable ProgressBarConsumer place) {
    this.bar =
        place != null
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(unit, unitSize)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .setConsumer(place)
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  public void at(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
