package io.github.cordonfs.cli.doctor;

import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;
import io.github.cordonfs.cli.line.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings for programs. */
final class FindingJson {

  private FindingJson() {}

  static String of(Diagnosis diagnosis) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verdict", diagnosis.isSafe() ? "PASS" : "FAIL");
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(name(severity), diagnosis.findings(severity).size());
    }
    json.put("counts", counts);
    List<Map<String, String>> findings =
        diagnosis.findings().stream().map(FindingJson::of).toList();
    json.put("findings", findings);
    return Json.text(json);
  }

  private static Map<String, String> of(Finding finding) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("id", finding.id());
    json.put("severity", name(finding.severity()));
    json.put("found", finding.found());
    json.put("meaning", finding.meaning());
    json.put("change", finding.change());
    return json;
  }

  private static String name(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
