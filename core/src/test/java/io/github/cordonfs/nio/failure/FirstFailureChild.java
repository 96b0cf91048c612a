package io.github.cordonfs.nio.failure;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import jdk.jfr.FlightRecorder;

/** Waits, after it has made a file system, until its failures can be recorded. None comes. */
final class FirstFailureChild {

  private FirstFailureChild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    CordonOptions options = CordonOptions.builder().size(2 << 20).build();
    try (FileSystem fileSystem = Cordon.newFileSystem(options)) {
      while (fileSystem.isOpen() && !isReady()) {
        Thread.sleep(10);
      }
      System.out.println("ready");
    }
  }

  /** An event is known to the recorder once its class was initialized. */
  private static boolean isReady() {
    return FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .anyMatch(type -> type.getName().equals("cordon.MemoryFailure"));
  }
}
