package io.github.cordonfs.testkit.powercut;

/** What went wrong in another JVM: reads as the exception there. */
final class ProgramFailure extends Exception {

  private static final long serialVersionUID = 1;

  ProgramFailure(String text) {
    super(text);
  }

  static ProgramFailure of(Throwable there) {
    ProgramFailure failure = new ProgramFailure(there.toString());
    failure.setStackTrace(there.getStackTrace());
    return failure;
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
