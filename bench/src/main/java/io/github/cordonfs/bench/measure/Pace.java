package io.github.cordonfs.bench.measure;

import java.time.Duration;

/**
 * How long one cell of one target is measured within a round.
 *
 * @param warmups iterations whose figures are thrown away
 * @param warmup how long each of them takes
 * @param iterations iterations that count; their median is the figure of the round
 * @param iteration how long each of them takes
 */
public record Pace(int warmups, Duration warmup, int iterations, Duration iteration) {

  /** Long enough for the compiler to have finished with so small a loop. */
  public static final Pace SHORT = new Pace(2, Duration.ofMillis(350), 3, Duration.ofMillis(300));

  /** For figures to be published. */
  public static final Pace LONG = new Pace(3, Duration.ofMillis(500), 5, Duration.ofMillis(500));
}
