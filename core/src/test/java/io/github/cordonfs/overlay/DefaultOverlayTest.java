package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.backing.ReadsBySystemCall;
import io.github.cordonfs.example.ProgramAroundOverlay;
import io.github.cordonfs.example.ProgramOnDisk;
import io.github.cordonfs.example.ProgramOnOverlay;
import io.github.cordonfs.example.ProgramWritesDisk;
import io.github.cordonfs.os.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay as the default provider of a JVM, on the class path and as a module. */
class DefaultOverlayTest {

  private static final List<String> CLASS_PATH =
      Arrays.asList(
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
              .split(File.pathSeparator));

  private static final Path MODULE_DESCRIPTOR = Path.of("module-info.class");

  @TempDir private Path directory;

  @Test
  @Tag("S30")
  @Tag("S77")
  @Tag("S79")
  void aProgramThatKnowsNothingOfCordonHasItsFilesInMemory() throws Exception {
    assertThat(
            run(
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(File.pathSeparator, CLASS_PATH)),
                "-Dcordon.overlay=" + directory.resolve("db"),
                directory.resolve("db").toString()))
        .containsExactlyInAnyOrder(
            "files",
            "channel",
            "lines",
            "names",
            "temporaryFiles",
            "tree",
            "javaIo",
            "zip",
            "javac",
            "owners",
            "cordon",
            "exit 0");
    assertThat(directory.resolve("db")).doesNotExist();
  }

  @Test
  void theProviderIsFoundInAModule() throws Exception {
    String module =
        CLASS_PATH.stream()
            .filter(each -> Files.exists(Path.of(each).resolve(MODULE_DESCRIPTOR)))
            .filter(each -> Files.exists(Path.of(each).resolve("io/github/cordonfs/Cordon.class")))
            .findFirst()
            .orElseThrow();
    String others =
        CLASS_PATH.stream()
            .filter(each -> !each.equals(module))
            .collect(Collectors.joining(File.pathSeparator));
    String name = "io.github.cordonfs.core";
    assertThat(
            run(
                List.of(
                    "--enable-native-access=" + name,
                    "--module-path=" + module,
                    "--add-modules=" + name,
                    "-cp",
                    others),
                "-Dcordon.overlay=/none/such,/none/other",
                "/none/such"))
        .hasSize(12)
        .endsWith("exit 0");
  }

  @Test
  void whatThePageListsGoesAroundIt() throws Exception {
    Path db = directory.resolve("db");
    assertThat(
            run(
                ProgramAroundOverlay.class,
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(File.pathSeparator, CLASS_PATH)),
                "-Dcordon.overlay=" + db,
                db.toString()))
        .containsExactly("all went around it", "exit 0");
  }

  @Test
  @Tag("S30")
  void filesThatItHidesAreNamedOnceAtStartUp() throws Exception {
    Path hiding = Files.createDirectory(directory.resolve("hiding"));
    Files.createFile(hiding.resolve("f"));
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThat(
            run(
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(File.pathSeparator, CLASS_PATH)),
                "-Dcordon.overlay=" + hiding + "," + empty,
                hiding.toString()))
        .startsWith(
            "WARNING: -Dcordon.overlay hides the files that the disk has in "
                + hiding
                + ": java.nio.file sees an empty directory of Cordon there")
        .hasSize(13)
        .endsWith("exit 0");
  }

  @Test
  @Tag("S101")
  @Tag("S102")
  @Tag("S99")
  void aProgramThatKnowsNothingOfCordonReadsTheDiskThroughIt() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.write(
        data.resolve("lines"),
        IntStream.range(0, ProgramOnDisk.LINES).mapToObj(i -> "line " + i).toList());
    Path source = Files.createDirectories(data.resolve("src/p")).resolve("Hello.java");
    Files.writeString(source, ProgramOnDisk.SOURCE);
    Path classes = Files.createDirectory(data.resolve("classes"));
    assertThat(tool("javac", "-d", classes.toString(), source.toString())).isZero();
    assertThat(
            tool(
                "jar",
                "--create",
                "--file",
                data.resolve("classes.jar").toString(),
                "-C",
                classes.toString(),
                "."))
        .isZero();
    Path work = Files.createDirectory(directory.resolve("work"));
    assertThat(
            run(
                ProgramOnDisk.class,
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(File.pathSeparator, CLASS_PATH),
                    "-Dcordon.overlay.backing=true"),
                "-Dcordon.overlay=" + data,
                data.toString(),
                work.toString()))
        .containsExactly(
            "names", "content", "compile", "classes", "zip", "copies", "changes", "cordon",
            "exit 0");
  }

  @Test
  @Tag("S101")
  void theDiskIsReadBySystemCall() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data")).toRealPath();
    assertThat(
            run(
                ReadsBySystemCall.class,
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(File.pathSeparator, CLASS_PATH),
                    "-Dcordon.overlay.backing=true"),
                "-Dcordon.overlay=" + data,
                data.toString()))
        .containsExactly("false " + data, "true", "false", "exit 0");
  }

  @Test
  @Tag("S109")
  void aProgramThatKnowsNothingOfCordonWritesTheDiskThroughIt() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("config"), "before");
    assertThat(
            run(
                ProgramWritesDisk.class,
                List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(File.pathSeparator, CLASS_PATH),
                    "-Dcordon.overlay.backing=true",
                    "-Dcordon.overlay.writable=true"),
                "-Dcordon.overlay=" + data,
                data.toString()))
        .containsExactly("replaced", "zipped", "deleted", "logged", "exit 0");
    assertThat(Files.readString(data.resolve("config"))).isEqualTo("after");
    assertThat(Files.readAllLines(data.resolve("log"))).hasSize(1000).endsWith("line 999");
    try (var zip = new ZipFile(data.resolve("archive.zip").toFile())) {
      assertThat(zip.getEntry("entry").getSize()).isEqualTo(6);
    }
    assertThat(data.resolve("tree")).doesNotExist();
  }

  private static int tool(String name, String... arguments) {
    return ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments);
  }

  @Test
  void propertiesThatMakeNoSenseAreToldInTheFirstLine() throws Exception {
    assertThat(
            run(
                List.of("-cp", String.join(File.pathSeparator, CLASS_PATH)),
                "-Dcordon.overlay=relative",
                "relative"))
        .startsWith(
            "-Dcordon.overlay: \"relative\" is not an absolute path below the root",
            "Exception in thread \"main\" java.lang.Error:"
                + " java.lang.reflect.InvocationTargetException")
        .endsWith("exit 1");
  }

  /** Returns the lines that the child wrote, and how it ended. */
  private List<String> run(List<String> options, String overlay, String argument)
      throws IOException, InterruptedException {
    return run(ProgramOnOverlay.class, options, overlay, argument);
  }

  private List<String> run(
      Class<?> program, List<String> options, String overlay, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(
        "-Djava.nio.file.spi.DefaultFileSystemProvider="
            + OverlayFileSystemProvider.class.getName());
    command.add(overlay);
    command.add("-Dcordon.overlay.size=64m");
    command.add("-Dcordon.overlay.injection=true");
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    var _ = ChildProcess.endsWithin(100, child); // what was printed, and the exit code, tell
    List<String> lines = new ArrayList<>(Files.readAllLines(output));
    lines.add("exit " + child.exitValue());
    return lines;
  }
}
