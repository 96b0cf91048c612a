package io.github.cordonfs.testkit.powercut;

/** What went wrong in another JVM: reads as the exception there. */
// Its text has the name of the class that it is there.
@SuppressWarnings("OverrideThrowableToString")
final class ProgramFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final String text;

  ProgramFailure(String text) {
    super(text);
    this.text = text;
  }

  static ProgramFailure of(Throwable there) {
    ProgramFailure failure = new ProgramFailure(there.toString());
    failure.setStackTrace(there.getStackTrace());
    return failure;
  }

  @Override
  public String toString() {
    return text;
  }
}
