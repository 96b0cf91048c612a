package io.github.cordonfs.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Throughputs in GB/s, by round. A ratio is taken within a round first and then the median over the
 * rounds, so that a machine that is slow for a while is slow for both sides.
 */
final class Results {

  private final List<Map<Cell, Map<Target, Double>>> rounds = new ArrayList<>();

  /** Begins a round. */
  void beginRound() {
    rounds.add(new HashMap<>());
  }

  /** Records a figure of the round begun last. */
  void add(Cell cell, Target target, double gigabytesPerSecond) {
    rounds
        .getLast()
        .computeIfAbsent(cell, c -> new EnumMap<>(Target.class))
        .put(target, gigabytesPerSecond);
  }

  /** Returns the throughput. */
  Spread throughput(Cell cell, Target target) {
    return spread(round -> figure(round, cell, target));
  }

  /** Returns how many times faster one target is than another. */
  Spread ratio(Cell cell, Target target, Target peer) {
    return spread(round -> figure(round, cell, target) / figure(round, cell, peer));
  }

  /** Returns how many times faster several threads together are than one. */
  Spread gain(Cell several, Target target) {
    return spread(round -> gain(round, several, target));
  }

  /** Returns the {@link #gain} of one target as a part of that of another. */
  Spread gainRatio(Cell several, Target target, Target peer) {
    return spread(round -> gain(round, several, target) / gain(round, several, peer));
  }

  private Spread spread(ToDoubleFunction<Map<Cell, Map<Target, Double>>> figure) {
    return Spread.of(
        rounds.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).toArray());
  }

  private static double gain(Map<Cell, Map<Target, Double>> round, Cell several, Target target) {
    return figure(round, several, target) / figure(round, several.withThreads(1), target);
  }

  private static double figure(Map<Cell, Map<Target, Double>> round, Cell cell, Target target) {
    return round.getOrDefault(cell, Map.of()).getOrDefault(target, Double.NaN);
  }
}
