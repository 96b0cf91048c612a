package io.github.cordonfs;

import java.util.Objects;

/**
 * One thing that {@link Cordon#diagnose} looked at: a setting, a version, a part of the hardware.
 *
 * @param id which thing: lower-case letters, digits and hyphens. It stays the same from version to
 *     version; docs/doctor.md lists all
 * @param severity how much it matters
 * @param found what was found, in a few words; what could not be read or understood is named
 * @param meaning what that means for files in Cordon
 * @param change what to change, as a request; empty if there is nothing to change
 */
public record Finding(String id, Severity severity, String found, String meaning, String change) {

  /**
   * Creates a finding.
   *
   * @throws NullPointerException if anything is null
   */
  public Finding {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(change, "change");
  }

  /** Returns all of it in one readable line. */
  @Override
  public String toString() {
    return severity
        + " "
        + id
        + ": "
        + found
        + ". "
        + meaning
        + (change.isEmpty() ? "" : " " + change);
  }
}
