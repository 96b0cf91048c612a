package io.github.cordonfs.testkit;

/**
 * A channel, stream or directory that is open.
 *
 * @param what kind and path
 * @param openedAt a stack trace of the call that opened it
 */
public record OpenHandle(String what, Throwable openedAt) {

  /** Returns the line of code that opened it: the first outside of the JDK and of this kit. */
  public String place() {
    for (StackTraceElement frame : openedAt.getStackTrace()) {
      if (CallSite.isOfUser(frame.getClassName())) {
        return frame.toString();
      }
    }
    return "an unknown place";
  }

  @Override
  public String toString() {
    return what + ", opened at " + place();
  }
}
