package io.github.cordonfs.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mount keeps to its memory, however much is read through it. Measured from outside, by /proc.
 */
@Tag("B11")
class MountCostTest {

  private static final long MIB = 1 << 20;
  private static final int FILES = 32;

  /**
   * Of a mount. A twentieth of it, which it may take more, is to be more than two JVMs differ in
   * that do the same: some 4 MiB.
   */
  private static final long BUDGET = 256 * MIB;

  /** Of the file in a mount to compare with, which is read just as much. */
  private static final long SMALL = 2 * MIB;

  @TempDir private Path directory;

  @Test
  void twoGibibytesAreReadInTheMemoryOfTheMount() throws Exception {
    checkBound(2 * 1024 * MIB);
  }

  @Test
  @Tag("stress")
  void twentyGibibytesAreReadInTheMemoryOfTheMount() throws Exception {
    checkBound(20 * 1024 * MIB);
  }

  private void checkBound(long bytes) throws IOException, InterruptedException {
    Path large = Files.createDirectories(directory.resolve("large/deep/down")).getParent();
    for (int i = 0; i < FILES; i++) {
      sparse(large.resolve(i % 2 == 0 ? "file-" + i : "down/file-" + i), bytes / FILES);
    }
    Path small = Files.createDirectory(directory.resolve("small"));
    sparse(small.resolve("file"), SMALL);
    long least = peak(small, bytes);
    long most = peak(large, bytes);
    System.out.printf(
        "MountCostTest: %d MiB read with %d MiB: %d MiB more than a mount of nearly nothing%n",
        bytes / MIB, BUDGET / MIB, (most - least) / MIB);
    assertThat(most - least).isLessThanOrEqualTo(BUDGET + BUDGET / 20);
    assertThat(most - least).as("the cache is used").isGreaterThan(BUDGET / 2);
  }

  private static void sparse(Path path, long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  /** Returns the most memory that a JVM ever had that reads bytes of a mounted directory. */
  private static long peak(Path mounted, long bytes) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // A heap that is resident as a whole is the same in both.
            "-Xms64m",
            "-Xmx64m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MountCost.class.getName(),
            mounted.toString(),
            Long.toString(BUDGET),
            Long.toString(bytes));
    Process process = builder.redirectErrorStream(true).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String used = output.readLine();
      assertThat(used).as("what it says").matches("\\d+");
      assertThat(Long.parseLong(used)).isLessThanOrEqualTo(BUDGET);
      long peak =
          Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
              .findFirst()
              .orElseThrow();
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(process.waitFor()).isZero();
      return peak;
    } finally {
      process.destroyForcibly();
    }
  }
}
