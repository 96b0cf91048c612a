package io.github.cordonfs.testkit.powercut;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.DiskKind;
import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.FaultFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is recorded is what was done: the image with everything kept is the disk. */
@ParameterizedClass
@EnumSource
class RecordingTest {

  @Parameter private DiskKind kind;

  private static final List<String> NAMES = List.of("a", "b", "d/a", "d/b", "d/e/a", "link");

  @Test
  void theImageWithEverythingKeptIsTheDiskAfterRandomOperations() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      try (FaultDisk disk = kind.open()) {
        same(disk, disk.fileSystem().getPath("/"), seed);
      }
    }
  }

  @Test
  void aDirectoryOfTheDefaultFileSystemIsRecordedToo(@TempDir Path directory) throws Exception {
    FaultFileSystem fs = FaultFileSystem.over(FileSystems.getDefault());
    Path root = fs.wrap(directory.toRealPath());
    Path file = root.resolve("file");
    List<String> told = new java.util.ArrayList<>();
    fs.observe(new TellingObserver(told));
    Files.writeString(file, "text");
    Files.move(file, root.resolve("other"), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(root, READ)) {
      channel.force(true);
    }
    assertThat(told).containsExactly("created file", "wrote 4", "moved other", "forced directory");
  }

  @Test
  void whatAPowerCutCouldLoseIsToldWhileTheWorkloadRuns() throws Exception {
    List<List<String>> told = new java.util.ArrayList<>();
    Explore.powerCuts(
            disk -> {
              Path file = disk.root().resolve("file");
              try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
                channel.write(ByteBuffer.allocate(5));
                told.add(disk.unforced());
                channel.force(true);
                told.add(disk.unforced());
              }
              try (FileChannel channel = FileChannel.open(disk.root(), READ)) {
                channel.force(true);
                told.add(disk.unforced());
              }
            },
            _ -> {})
        .check();
    assertThat(told)
        .containsExactly(
            List.of("create /file", "write 5 bytes at 0 of /file"),
            List.of("create /file"),
            List.of());
  }

  @Test
  void filesThatWereMappedWritableAreNamed() throws Exception {
    PowerCutReport report =
        Explore.powerCuts(
                disk -> {
                  Path file = Files.write(disk.root().resolve("file"), new byte[4096]);
                  try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096).put(0, (byte) 1);
                  }
                },
                _ -> {})
            .run();
    assertThat(report.mapped()).containsExactly("/file");
    assertThat(report.toString()).contains("mapped writable, stores are seen between operations");
  }

  private void same(FaultDisk disk, Path root, int seed) throws Exception {
    Files.createDirectories(root.resolve("d/e"));
    Files.writeString(root.resolve("a"), "before");
    DiskLog log = disk.unseen(() -> new DiskLog(disk.observed().getPath("/")));
    disk.observe(log);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      try {
        operate(root, random);
      } catch (IOException _) {
        // What cannot be done is not recorded.
      }
    }
    log.seal();
    disk.observe(null);
    List<LogEntry> entries = log.entries();
    DiskImage image = ImageBuilder.build(log, entries, new CrashState(entries.size(), List.of()));
    try (FaultDisk copy = kind.open()) {
      image.writeTo(copy.fileSystem());
      assertThat(tree(copy.fileSystem().getPath("/")))
          .as("seed %s", seed)
          .isEqualTo(tree(disk.fileSystem().getPath("/")));
    }
  }

  private static void operate(Path root, SplittableRandom random) throws IOException {
    Path file = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
    Path other = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
    switch (random.nextInt(11)) {
      case 0, 1 -> {
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
          byte[] bytes = new byte[random.nextInt(1, 20_000)];
          random.nextBytes(bytes);
          channel.write(ByteBuffer.wrap(bytes), random.nextInt(10_000));
        }
      }
      case 2 -> Files.write(file, List.of("some", "lines"), CREATE, StandardOpenOption.APPEND);
      case 3 -> Files.writeString(file, "new content");
      case 4 -> Files.delete(file);
      case 5 -> Files.move(file, other, StandardCopyOption.ATOMIC_MOVE);
      case 6 -> Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
      case 7 -> Files.copy(file, other, StandardCopyOption.REPLACE_EXISTING);
      case 8 -> Files.createLink(other, file);
      case 9 -> Files.createSymbolicLink(other, root.getFileSystem().getPath("/d"));
      default -> {
        Set<StandardOpenOption> options = Set.of(READ, WRITE);
        try (FileChannel channel = FileChannel.open(file, options)) {
          channel.truncate(random.nextInt(5000));
          channel.force(true);
        }
      }
    }
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(RecordingTest::describe).sorted().toList();
    }
  }

  private static String describe(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return path + " -> " + Files.readSymbolicLink(path);
      }
      return Files.isDirectory(path)
          ? path + "/"
          : path
              + " "
              + Files.getAttribute(path, "unix:nlink")
              + " "
              + java.util.Arrays.hashCode(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
