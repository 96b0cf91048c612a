package io.github.cordonfs.diagnose.machine;

import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;

/**
 * What a check looks at: makes the findings that have its id.
 *
 * @param id of all of them
 */
public record Topic(String id) {

  /** All is well. */
  public Finding ok(String found, String meaning) {
    return new Finding(id, Severity.OK, found, meaning, "");
  }

  /** Something to know. */
  public Finding note(String found, String meaning, String change) {
    return new Finding(id, Severity.NOTE, found, meaning, change);
  }

  /** It is not known. */
  public Finding unknown(String found, String meaning, String change) {
    return new Finding(id, Severity.UNKNOWN, found, meaning, change);
  }

  /** A part of the protection is missing. */
  public Finding warning(String found, String meaning, String change) {
    return new Finding(id, Severity.WARNING, found, meaning, change);
  }

  /** All of it is. */
  public Finding defeats(String found, String meaning, String change) {
    return new Finding(id, Severity.DEFEATS, found, meaning, change);
  }
}
