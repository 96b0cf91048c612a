package io.github.cordonfs.testkit.powercut;

import java.io.Serializable;
import java.util.List;

/**
 * A program that runs in a JVM of its own: a class with {@code public static void main(String[])}.
 *
 * @param mainClass its binary name
 * @param arguments what it is given
 */
// A list of the JDK is serializable.
@SuppressWarnings("serial")
public record Program(String mainClass, List<String> arguments) implements Serializable {

  /** Copies the list. */
  public Program {
    arguments = List.copyOf(arguments);
  }

  /** Returns the program of a class. */
  public static Program main(Class<?> type, String... arguments) {
    return new Program(type.getName(), List.of(arguments));
  }
}
