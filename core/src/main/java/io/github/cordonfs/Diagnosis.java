package io.github.cordonfs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What this machine will do when its memory fails, as far as a process can find out: the result of
 * {@link Cordon#diagnose}. Immutable.
 *
 * <p>It is how things were at that moment; most of the settings can be changed while a JVM runs.
 *
 * @param findings one for each thing that was looked at, in a fixed order
 */
public record Diagnosis(List<Finding> findings) {

  /**
   * Creates a diagnosis.
   *
   * @throws NullPointerException if the list or a finding is null
   */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /**
   * Returns whether nothing was found that defeats Cordon. What could not be found out ({@link
   * Severity#UNKNOWN}) may defeat it all the same.
   */
  public boolean isSafe() {
    return findings(Severity.DEFEATS).isEmpty();
  }

  /** Returns the findings of one severity, in order. */
  public List<Finding> findings(Severity severity) {
    return findings.stream().filter(each -> each.severity() == severity).toList();
  }

  /** Returns what is not as it should be, one finding a line; empty if all is. */
  @Override
  public String toString() {
    return findings.stream()
        .filter(each -> each.severity() != Severity.OK)
        .map(Finding::toString)
        .collect(Collectors.joining("\n"));
  }

  /** Returns how many findings there are of each severity, in a line: "20 ok, 1 note". */
  public String summary() {
    return Arrays.stream(Severity.values())
        .filter(each -> !findings(each).isEmpty())
        .map(each -> findings(each).size() + " " + each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
