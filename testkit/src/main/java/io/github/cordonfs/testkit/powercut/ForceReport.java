package io.github.cordonfs.testkit.powercut;

import org.jspecify.annotations.Nullable;

/**
 * What a place in the code that forces is good for.
 *
 * @param place the line that forces, and those of the same class that called it
 * @param calls how many times it did
 * @param witness a power cut that the program would not have survived had these forces lied; null
 *     if none was found, and the forces change nothing
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public record ForceReport(String place, int calls, @Nullable FailingState witness) {

  /** Returns whether the program needs it. */
  public boolean isNeeded() {
    return witness != null;
  }

  @Override
  public String toString() {
    return (isNeeded() ? "needed: " : "changes nothing: ") + place + ", " + calls + " calls";
  }
}
