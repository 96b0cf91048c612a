package io.github.cordonfs.cli.designs;

import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.trial.CollapseRace;
import io.github.cordonfs.cli.designs.trial.Collapser;
import io.github.cordonfs.cli.designs.trial.Comparison;
import io.github.cordonfs.cli.designs.trial.Signals;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that a run found out.
 *
 * @param comparison all callers under the chosen designs
 * @param signals who gets a signal at once, under each of them
 * @param races khugepaged against the handler of memory failures
 */
record Results(
    Comparison comparison,
    Map<Design, Signals> signals,
    Map<Collapser, CollapseRace.Result> races) {

  /** Runs it all for some designs. */
  static Results of(List<Design> designs) {
    Map<Design, Signals> signals = new EnumMap<>(Design.class);
    designs.forEach(each -> signals.put(each, Signals.of(each)));
    Map<Collapser, CollapseRace.Result> races = new EnumMap<>(Collapser.class);
    for (Collapser each : Collapser.values()) {
      races.put(each, CollapseRace.of(each));
    }
    return new Results(Comparison.of(designs), signals, races);
  }

  /** Returns who gets a signal under a design that was run. */
  Signals signals(Design design) {
    return Objects.requireNonNull(signals.get(design));
  }
}
