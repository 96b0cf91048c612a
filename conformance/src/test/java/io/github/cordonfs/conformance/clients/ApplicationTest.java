package io.github.cordonfs.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of its own, with core as everybody gets it: as a module and on the class path. */
class ApplicationTest {

  private static final String PROGRAM =
      """
      package app;

      import java.net.URI;
      import java.nio.file.*;
      import java.util.Map;

      public class Main {
        public static void main(String[] args) throws Exception {
          URI uri = URI.create("cordon://scratch");
          try (FileSystem fs = FileSystems.newFileSystem(uri, Map.of("size", "16m"))) {
            Path file = Path.of(URI.create("cordon://scratch/file"));
            Files.writeString(file, "from a file");
            System.out.print(Files.readString(file) + ", module " + Main.class.getModule().getName()
                + ", " + io.github.cordonfs.CordonFileSystem.of(fs).memoryUsage().usedBytes());
          }
        }
      }
      """;

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("src/app"));
    Files.writeString(directory.resolve("src/app/Main.java"), PROGRAM);
  }

  @Test
  void aModuleUsesCordonByItsUri() throws Exception {
    Files.writeString(
        directory.resolve("src/module-info.java"),
        "module app { requires io.github.cordonfs.core; }");
    compile("--module-path", core(), "src/module-info.java", "src/app/Main.java");
    assertThat(
            run(
                "--enable-native-access=io.github.cordonfs.core",
                "--module-path",
                core() + File.pathSeparator + directory.resolve("out"),
                "--module",
                "app/app.Main"))
        .isEqualTo("from a file, module app, 4096");
  }

  @Test
  void aProgramOnTheClassPathUsesCordonByItsUri() throws Exception {
    compile("--class-path", core(), "src/app/Main.java");
    assertThat(
            run(
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                core() + File.pathSeparator + directory.resolve("out"),
                "app.Main"))
        .isEqualTo("from a file, module null, 4096");
  }

  /** The jar, or the directory of classes if there is no jar yet. */
  private static String core() throws URISyntaxException {
    return Path.of(Cordon.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  private void compile(String option, String value, String... sources) {
    List<String> arguments =
        new ArrayList<>(List.of("-d", directory.resolve("out").toString(), option, value));
    Arrays.stream(sources).map(each -> directory.resolve(each).toString()).forEach(arguments::add);
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    return ChildJvm.run(directory.resolve("output"), arguments);
  }
}
