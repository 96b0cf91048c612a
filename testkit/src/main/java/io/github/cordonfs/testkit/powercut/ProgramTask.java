package io.github.cordonfs.testkit.powercut;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a JVM with the overlay is asked to do. */
sealed interface ProgramTask extends Serializable {

  Program program();

  /** Runs a program and records what it does. The JVM does nothing else afterwards. */
  record Recorded(Program program, MappedForce mappedForce) implements ProgramTask {}

  /**
   * Runs a program on an empty disk.
   *
   * @param fault what goes wrong; null if nothing does
   */
  record Faulty(Program program, @Nullable PlannedFault fault) implements ProgramTask {}

  /** Runs a program on a disk that was left. */
  @SuppressWarnings("serial") // A list of the JDK is serializable.
  record Check(Program program, DiskImage image, List<String> promises) implements ProgramTask {}
}
