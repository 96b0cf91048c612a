package io.github.cordonfs.cli.designs;

import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.trial.Comparison;
import io.github.cordonfs.cli.designs.trial.Outcome;
import io.github.cordonfs.cli.designs.trial.Outcome.Verdict;
import io.github.cordonfs.cli.designs.trial.RevertedCaller;
import io.github.cordonfs.cli.designs.trial.Signals;
import io.github.cordonfs.cli.line.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes results for programs to read. */
final class DesignsJson {

  private DesignsJson() {}

  /** Returns the text. */
  static String of(Results results) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Map<String, @Nullable Object> designs = new LinkedHashMap<>();
    for (Design each : results.comparison().designs()) {
      designs.put(each.id(), design(results, each));
    }
    json.put("designs", designs);
    Map<String, @Nullable Object> races = new LinkedHashMap<>();
    results
        .races()
        .forEach((collapser, result) -> {
          Map<String, @Nullable Object> race = new LinkedHashMap<>();
          race.put("orders", result.orders());
          race.put("leftAlone", result.leftAlone());
          race.put("joinedGood", result.joinedGood());
          race.put("joinedGarbage", result.joinedBad());
          races.put(lower(collapser), race);
        });
    json.put("khugepaged", races);
    Map<String, @Nullable Object> drivers = new LinkedHashMap<>();
    for (RevertedCaller each : RevertedCaller.values()) {
      Map<String, @Nullable Object> driver = new LinkedHashMap<>();
      driver.put("good", each.withAGoodPage());
      driver.put("memoryFailed", each.withALostPage());
      driver.put("outOfMemory", each.withoutMemory());
      drivers.put(lower(each), driver);
    }
    json.put("driver", drivers);
    return Json.text(json);
  }

  private static Map<String, @Nullable Object> design(Results results, Design design) {
    Comparison comparison = results.comparison();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", design.word());
    json.put("title", design.title());
    json.put("mustChange", words(comparison.mustChange(design)));
    json.put("onlyAsk", words(comparison.onlyAsk(design)));
    json.put("forgottenSilent", words(comparison.forgotten(design, Verdict.SILENT)));
    json.put("forgottenCrash", words(comparison.forgotten(design, Verdict.CRASH)));
    json.put("forgottenRefused", words(comparison.forgotten(design, Verdict.REFUSED)));
    json.put("stillSilent", words(comparison.stillThen(design, Verdict.SILENT)));
    json.put("misled", words(comparison.stillThen(design, Verdict.MISLEADING)));
    Signals signals = results.signals(design);
    Map<String, @Nullable Object> signalled = new LinkedHashMap<>();
    signalled.put("usesThePage", signals.usesThePage());
    signalled.put("usesOthers", signals.usesOthers());
    json.put("signals", signalled);
    json.put("callers", comparison.cases(design).stream().map(DesignsJson::caller).toList());
    return json;
  }

  private static Map<String, @Nullable Object> caller(Comparison.Case each) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("caller", each.asItWas().site().word());
    json.put("file", lower(each.asItWas().kind()));
    json.put("asItWas", outcome(each.asItWas()));
    json.put("adapted", outcome(each.adapted()));
    json.put("mustChange", each.mustChange());
    return json;
  }

  private static Map<String, @Nullable Object> outcome(Outcome outcome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("variant", lower(outcome.variant()));
    json.put("told", outcome.told().answer().toString());
    json.put("verdict", lower(outcome.verdict()));
    json.put("wrong", outcome.wrong() == null ? null : lower(outcome.wrong()));
    json.put("where", outcome.place() == null ? null : lower(outcome.place()));
    json.put("crash", outcome.told().detail());
    json.put("storesIntoBadMemory", outcome.storesIntoBadMemory());
    return json;
  }

  private static List<String> words(Collection<CallSite> sites) {
    return sites.stream().map(CallSite::word).toList();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
