package io.github.cordonfs;

/** How much a {@link Finding} matters for files in Cordon, from the least to the most. */
public enum Severity {

  /** As it should be. */
  OK,

  /** Costs speed or knowledge, or concerns others. Data is protected all the same. */
  NOTE,

  /** Cannot be found out here, in a container for instance. It may be anything. */
  UNKNOWN,

  /** Part of the protection is missing, or memory is at risk already. */
  WARNING,

  /**
   * Cordon cannot do here what it is for: an error of real memory is not noticed, ends the JVM or
   * the machine, or may show wrong bytes.
   */
  DEFEATS
}
