package io.github.cordonfs.bench.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Throughputs, by round. A ratio is taken within a round first and then the median over the rounds,
 * so that a machine that is slow for a while is slow for both sides.
 *
 * @param <C> what is done
 * @param <T> who does it
 */
public final class Results<C extends Threaded<C>, T> {

  private final List<Map<C, Map<T, Double>>> rounds = new ArrayList<>();

  /** Begins a round. */
  public void beginRound() {
    rounds.add(new HashMap<>());
  }

  /** Records a figure of the round begun last, in the unit of all of them. */
  public void add(C cell, T target, double figure) {
    rounds.getLast().computeIfAbsent(cell, c -> new HashMap<>()).put(target, figure);
  }

  /** Returns the throughput. */
  public Spread throughput(C cell, T target) {
    return spread(round -> figure(round, cell, target));
  }

  /** Returns how many times faster one target is than another. */
  public Spread ratio(C cell, T target, T peer) {
    return spread(round -> figure(round, cell, target) / figure(round, cell, peer));
  }

  /** Returns by how much the figure of one target is above that of another. */
  public Spread difference(C cell, T target, T peer) {
    return spread(round -> figure(round, cell, target) - figure(round, cell, peer));
  }

  /** Returns how many times faster a target is in one cell than in another. */
  public Spread ratioOfCells(C cell, C other, T target) {
    return spread(round -> figure(round, cell, target) / figure(round, other, target));
  }

  /** Returns how many times faster several threads together are than one. */
  public Spread gain(C several, T target) {
    return spread(round -> gain(round, several, target));
  }

  /** Returns the {@link #gain} of one target as a part of that of another. */
  public Spread gainRatio(C several, T target, T peer) {
    return spread(round -> gain(round, several, target) / gain(round, several, peer));
  }

  private Spread spread(ToDoubleFunction<Map<C, Map<T, Double>>> figure) {
    return Spread.of(
        rounds.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).toArray());
  }

  private double gain(Map<C, Map<T, Double>> round, C several, T target) {
    return figure(round, several, target) / figure(round, several.withThreads(1), target);
  }

  private double figure(Map<C, Map<T, Double>> round, C cell, T target) {
    return round.getOrDefault(cell, Map.of()).getOrDefault(target, Double.NaN);
  }
}
