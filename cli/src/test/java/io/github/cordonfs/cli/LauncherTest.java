package io.github.cordonfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher {@code ./cordon} in a checkout made for the test: the real script, a real JVM and
 * the real program. Only Maven is none: in its place a script puts the jar where a build would.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

  private static final List<String> MODULES = List.of("core", "monitor", "cli", "bench");

  @TempDir private Path temp;
  private Path checkout;
  private Path bin;

  /** What the benchmarks are here. */
  static final class Arguments {
    private Arguments() {}

    public static void main(String[] args) {
      System.out.println("bench " + Arrays.toString(args));
    }
  }

  private record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectory(temp.resolve("checkout"));
    Path launcher = Path.of("..", "cordon").toAbsolutePath().normalize();
    executable(checkout.resolve("cordon"), Files.readString(launcher));
    Files.createDirectory(checkout.resolve(".mvn"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    for (String module : MODULES) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
    }
    bin = Files.createDirectory(temp.resolve("bin"));
    jar(temp.resolve("cordon-cli.jar"), Main.class);
    jar(temp.resolve("cordon-bench.jar"), Arguments.class);
    executable(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        pwd >>'%1$s/builds'
        for module in cli bench; do
          mkdir -p "$module/target/lib"
          touch "$module/target/lib/cordon-core-0.jar"
          cp '%1$s'/cordon-$module.jar "$module/target/"
        done
        """
            .formatted(temp));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void jar(Path file, Class<?> main) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(":", -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream _ = new JarOutputStream(out, manifest)) {
      // The manifest is all there is.
    }
  }

  private Ended cordon(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    String[] command =
        Stream.concat(Stream.of(checkout.resolve("cordon").toString()), Stream.of(arguments))
            .toArray(String[]::new);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> all = builder.environment();
    all.remove("CORDON_JAVA_OPTS");
    all.remove("CORDON_BUILD_DIR");
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("PATH", bin + ":" + all.get("PATH"));
    all.putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private List<String> builds() throws IOException {
    Path builds = temp.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  @Test
  void aloneItBuildsOnceAndPrintsHelp() throws IOException, InterruptedException {
    Ended first = cordon(Map.of());
    assertThat(first.exitCode).as(first.err).isZero();
    assertThat(first.out).contains("Usage: cordon", "drill", "run", "bench", "help");
    assertThat(first.err).startsWith("building Cordon (first use)").hasLineCount(1);
    Ended second = cordon(Map.of());
    assertThat(second).isEqualTo(new Ended(0, first.out, ""));
    assertThat(builds()).containsExactly(checkout.toRealPath().toString());
  }

  @Test
  void helpOfTheBenchmarksIsTheirs() throws IOException, InterruptedException {
    assertThat(cordon(Map.of(), "help", "bench").out).isEqualTo("bench [--help]\n");
    assertThat(cordon(Map.of(), "bench", "--only", "a b").out).isEqualTo("bench [--only, a b]\n");
  }

  @Test
  void aJvmThatDoesNotStartIsNoFindingOfTheDrill() throws IOException, InterruptedException {
    Map<String, String> tooSmall = Map.of("CORDON_JAVA_OPTS", "-Xmx1");
    cordon(Map.of());
    Ended drill = cordon(tooSmall, "drill");
    assertThat(drill.exitCode).isEqualTo(2);
    assertThat(drill.out).isEmpty();
    assertThat(drill.err)
        .startsWith("cordon: Java does not start (")
        .contains("CORDON_JAVA_OPTS=-Xmx1", "heap")
        .hasLineCount(1);
    assertThat(cordon(tooSmall, "run", "--", "true").exitCode).isEqualTo(125);
    assertThat(cordon(Map.of("JDK_JAVA_OPTIONS", "-XX:NoSuchOption"), "drill").exitCode)
        .isEqualTo(2);
  }

  @Test
  void aProgramKeepsItsOwnExitCode() throws IOException, InterruptedException {
    assertThat(cordon(Map.of(), "run", "--", "sh", "-c", "exit 7").exitCode).isEqualTo(7);
  }

  @Test
  void whereNothingCanBeWrittenItSaysHowToBuildElsewhere()
      throws IOException, InterruptedException {
    // Not by permissions, which do not stop root.
    Files.writeString(checkout.resolve("target"), "no directory");
    Ended refused = cordon(Map.of(), "drill");
    assertThat(refused.exitCode).isEqualTo(2);
    assertThat(refused.err)
        .startsWith("cordon: cannot write to " + checkout.toRealPath())
        .contains("set CORDON_BUILD_DIR")
        .hasLineCount(1);
    assertThat(builds()).isEmpty();
  }

  @Test
  void anotherDirectoryIsBuiltInAndTheCheckoutStaysAsItIs()
      throws IOException, InterruptedException {
    Files.writeString(checkout.resolve("core/src/main/first"), "");
    Files.setPosixFilePermissions(
        checkout.resolve("core/src/main"), PosixFilePermissions.fromString("r-xr-xr-x"));
    List<String> before = tree(checkout);
    Path elsewhere = temp.resolve("else where");
    Map<String, String> there = Map.of("CORDON_BUILD_DIR", elsewhere.toString());
    Ended help = cordon(there);
    assertThat(help.exitCode).as(help.err).isZero();
    assertThat(help.out).contains("Usage: cordon");
    assertThat(tree(checkout)).isEqualTo(before);
    assertThat(builds()).containsExactly(elsewhere.toRealPath().toString());
    assertThat(elsewhere.resolve("core/src/main/first")).exists();

    assertThat(cordon(there).err).isEmpty();
    Files.setPosixFilePermissions(
        checkout.resolve("core/src/main"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(checkout.resolve("core/src/main/first"), checkout.resolve("core/src/main/second"));
    assertThat(cordon(there).err).startsWith("building Cordon (sources changed)");
    assertThat(elsewhere.resolve("core/src/main/first")).doesNotExist();
    assertThat(elsewhere.resolve("core/src/main/second")).exists();
  }

  private static List<String> tree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aBuildThatFailsNamesItsLog() throws IOException, InterruptedException {
    executable(bin.resolve("mvn"), "#!/bin/sh\necho no network\nexit 1\n");
    Ended failed = cordon(Map.of(), "drill");
    Path log = checkout.toRealPath().resolve("target/launcher-build.log");
    assertThat(failed.exitCode).isEqualTo(2);
    assertThat(failed.err)
        .endsWith("cordon: the build failed; what Maven said is in " + log + "\n");
    assertThat(log).hasContent("no network");
  }

  @Test
  void aBuildThatIsInterruptedSaysSo() throws IOException, InterruptedException {
    executable(bin.resolve("mvn"), "#!/bin/sh\nexit 130\n");
    Ended interrupted = cordon(Map.of(), "drill");
    assertThat(interrupted.exitCode).isEqualTo(130);
    assertThat(interrupted.err).endsWith("cordon: interrupted\n").doesNotContain("failed");
  }
}
