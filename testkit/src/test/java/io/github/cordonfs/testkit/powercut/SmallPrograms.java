package io.github.cordonfs.testkit.powercut;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What small programs are made of, and what is expected of them. */
final class SmallPrograms {

  private SmallPrograms() {}

  static void fails(PowerCutExploration exploration, String described) throws Exception {
    PowerCutReport report = exploration.run();
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().getFirst().toString()).contains(described);
  }

  static void survives(PowerCutExploration exploration) throws Exception {
    PowerCutReport report = exploration.run();
    assertThat(report.failures()).isEmpty();
    assertThat(report.redundantForces()).as("%s", report).isEmpty();
  }

  static void write(Path file, String content, boolean force) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(content));
      if (force) {
        channel.force(true);
      }
    }
  }

  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /** Replaces a file, all or nothing, for good. */
  static void replace(Path file, String content) throws IOException {
    Path temporary = file.resolveSibling("new");
    // One that an earlier attempt has left may be longer.
    try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(content));
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(file.getParent());
  }
}
