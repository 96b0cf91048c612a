package io.github.cordonfs.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that end in no name of their own, absolute, and relative to a working directory. */
@Tag("S84")
class DottedNamesTest {

  @Test
  void absolutePathsThatEndInDotsAreThoseOfTheDefaultProvider() throws IOException {
    try (FileSystem cordon =
            Cordon.newFileSystem(
                CordonOptions.builder().size(64 << 20).umask(Tmpfs.umask()).build());
        Arena arena = new Arena(cordon)) {
      assertThat(DottedNames.differences(arena)).isEmpty();
    }
  }

  /** The JDK's working directory is that of the process. */
  @Test
  void relativeOnesAreToo(@TempDir Path directory) throws IOException, InterruptedException {
    Path top = Tmpfs.newDirectory();
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    absolute(System.getProperty("java.class.path")),
                    DottedNames.class.getName()))
            .directory(Files.createDirectory(top.resolve("work")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
      Tmpfs.delete(top);
    }
    assertThat(Files.readString(output).strip()).isEqualTo("differences: 0");
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator, -1)).stream()
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .toList());
  }
}
