package io.github.cordonfs.example;

// --- README ---
import io.github.cordonfs.*;
import java.io.IOException;
import java.nio.file.*;

public class SurviveAFailure {
  public static void main(String[] args) throws IOException {
    CordonOptions options = CordonOptions.builder().size("64m").injection(true).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options)) {
      Path log = Files.writeString(fs.getPath("/app.log"), "all is well\n".repeat(1000));
      MemoryFailures failures = fs.memoryFailures();
      failures.addListener(e -> System.out.println("lost " + e.range() + " of " + e.paths()));
      failures.strike(log, 5000); // as if the memory under byte 5000 had failed
      try {
        Files.readString(log);
      } catch (PoisonedPageException e) {
        System.out.println(e.getMessage());
        failures.clearPoison(log, failures.badRanges(log).getFirst()); // accept the loss: a hole
      }
      System.out.println(Files.readAllBytes(log).length + " bytes, readable again");
    }
  }
}
