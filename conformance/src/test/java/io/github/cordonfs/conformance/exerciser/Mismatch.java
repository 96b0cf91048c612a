package io.github.cordonfs.conformance.exerciser;

/** The file is not what the oracle says. */
final class Mismatch extends AssertionError {

  private static final long serialVersionUID = 1L;

  Mismatch(String words) {
    super(words);
  }

  /** Says that two things should be the same. */
  static void unlessEqual(Object expected, Object got, String what) {
    if (!expected.equals(got)) {
      throw new Mismatch(what + ": " + got + " and not " + expected);
    }
  }
}
