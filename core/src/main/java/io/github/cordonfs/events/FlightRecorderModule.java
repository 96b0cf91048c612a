package io.github.cordonfs.events;

/**
 * Whether this runtime has Java Flight Recorder. The module descriptor requires it, so an image
 * made by jlink has it; but on the class path nobody asks the descriptor. The classes that extend
 * {@code jdk.jfr.Event} are touched only after this was asked.
 */
final class FlightRecorderModule {

  static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecorderModule() {}
}
