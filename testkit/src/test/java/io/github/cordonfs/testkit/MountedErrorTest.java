package io.github.cordonfs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Injected exceptions are those that the JDK throws on mounts that are full, read-only, or not for
 * us. What it throws there was recorded; where this machine lets us mount, it is provoked again and
 * compared with the recording.
 */
class MountedErrorTest {

  /** Exit status of the script if it may not mount. */
  private static final int NO_MOUNTS = 77;

  private static final String SCRIPT =
      """
      d=$1; shift
      mkdir $d/full $d/inodes $d/readonly $d/mounted $d/sparse || exit 77
      mount -t tmpfs -o size=64k none $d/full || exit 77
      mount -t tmpfs -o nr_inodes=3 none $d/inodes || exit 77
      mount -t tmpfs none $d/readonly || exit 77
      mount -t tmpfs none $d/mounted || exit 77
      mount -t tmpfs none $d/sparse || exit 77
      set -e
      mkdir $d/denied $d/denied/directory $d/readonly/directory $d/mounted/directory
      touch $d/full/file $d/inodes/file $d/inodes/other $d/readonly/file
      touch $d/denied/file $d/mounted/file $d/sparse/file
      head -c 200000 /dev/zero > $d/large
      truncate -s 200T $d/sparse/file
      mount -o remount,ro $d/readonly
      chmod 0 $d/denied/file $d/denied/directory
      chmod 555 $d/denied
      exec setpriv --bounding-set=-all --inh-caps=-all "$@"
      """;

  @TempDir Path directory;

  @Test
  void injectedExceptionsAreThoseThatWereRecorded() throws IOException {
    Map<String, String> recorded = recorded();
    assertThat(recorded).hasSize(ProvokedCase.values().length);
    plain(directory);
    for (ProvokedCase each : ProvokedCase.values()) {
      FaultFileSystem faulty = FaultFileSystem.over(FileSystems.getDefault());
      faulty.faults().on("**").op(each.op()).fail(each.errno());
      assertThat(each.thrown(faulty.wrap(directory)))
          .as("%s", each)
          .isEqualTo(recorded.get(each.name()));
      assertThat(faulty.faults().fired()).as("%s", each).isNotEmpty();
    }
  }

  @Test
  void whatWasRecordedIsThrownHereToo() throws Exception {
    Process process =
        new ProcessBuilder(
                "unshare",
                isRoot() ? "-m" : "-Urm",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                directory.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProvokedCase.Main.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      if (System.getProperty("cordon.record") != null) {
        Files.write(Path.of(System.getProperty("cordon.record")), lines);
      }
      Map<String, String> provoked = byCase(lines);
      // Some machines let nobody mount: unshare fails with 1, and mount as the script says.
      assertThat(process.exitValue()).isIn(0, 1, NO_MOUNTS);
      assertThat(provoked).isEqualTo(process.exitValue() == 0 ? recorded() : Map.of());
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Makes the same files, with nothing in the way of any operation. */
  private static void plain(Path directory) throws IOException {
    for (String each : List.of("full", "inodes", "readonly", "mounted", "denied", "sparse")) {
      Files.createDirectories(directory.resolve(each).resolve("directory"));
      Files.createFile(directory.resolve(each).resolve("file"));
    }
    Files.write(directory.resolve("large"), new byte[10]);
  }

  private static Map<String, String> recorded() throws IOException {
    try (InputStream in = MountedErrorTest.class.getResourceAsStream("provoked-errors.txt")) {
      return byCase(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static Map<String, String> byCase(List<String> lines) {
    Map<String, String> found = new TreeMap<>();
    for (String each : lines) {
      int bar = each.indexOf(" | ");
      found.put(each.substring(0, bar), each.substring(bar + 3));
    }
    return found;
  }
}
