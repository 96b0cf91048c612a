package io.github.cordonfs.testkit.powercut;

import java.io.Serializable;
import java.util.List;

/** What a JVM with the overlay is asked to do. */
sealed interface ProgramTask extends Serializable {

  Program program();

  /** Runs a program and records what it does. The JVM does nothing else afterwards. */
  record Record(Program program, MappedForce mappedForce) implements ProgramTask {}

  /** Runs a program on a disk that a power cut left. */
  @SuppressWarnings("serial") // A list of the JDK is serializable.
  record Check(Program program, DiskImage image, List<String> promises) implements ProgramTask {}
}
