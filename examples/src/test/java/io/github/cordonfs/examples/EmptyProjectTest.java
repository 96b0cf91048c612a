package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.junit.CordonTest;
import io.github.cordonfs.testkit.Faults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the test kit's page run in a project that has nothing but the dependency on that
 * page: built by Maven, without a network, from the jars of this build and the local repository.
 */
class EmptyProjectTest {

  private static final Path LOCAL = Path.of(System.getProperty("cordon.localRepository"));

  private static final String VERSION = System.getProperty("cordon.version");

  @TempDir Path directory;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // A build of its own, perhaps beside others.
  void theThreeExamplesRunWithOneDependencyAndOneAnnotation() throws Exception {
    Page page = Page.named("docs/testkit.md");
    publish("cordon-parent", "..", null);
    publish("cordon-core", "../core", Cordon.class);
    publish("cordon-testkit", "../testkit", Faults.class);
    publish("cordon-junit-jupiter", "../junit", CordonTest.class);
    Path tests = Files.createDirectories(directory.resolve("project/src/test/java"));
    List<Fence> examples =
        page.fences("java").stream()
            .filter(each -> each.text().contains("import io.github.cordonfs.junit."))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
    for (Fence each : examples) {
      Files.writeString(tests.resolve(each.type().orElseThrow() + ".java"), each.text());
    }
    Files.writeString(directory.resolve("project/pom.xml"), pom(page));
    Files.writeString(directory.resolve("settings.xml"), settings());
    String output = build();
    assertThat(output)
        .contains("BUILD SUCCESS")
        .doesNotContain("Tests run: 0")
        .containsPattern("Tests run: \\d+, Failures: 0, Errors: 0, Skipped: 0\n");
    for (Fence each : examples) {
      assertThat(output).contains("in " + each.type().orElseThrow());
    }
  }

  /** Lays out a module as a repository does. */
  private void publish(String artifact, String module, Class<?> type) throws Exception {
    Path target =
        Files.createDirectories(
            directory.resolve("repository/io/github/cordonfs").resolve(artifact).resolve(VERSION));
    String name = artifact + "-" + VERSION;
    Files.copy(Path.of(module, "pom.xml"), target.resolve(name + ".pom"));
    if (type == null) {
      return;
    }
    Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(classes)) {
      Files.copy(classes, target.resolve(name + ".jar"));
    } else {
      jar(classes, target.resolve(name + ".jar"));
    }
  }

  private static void jar(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
        Files.copy(each, zip);
      }
    }
  }

  /** Returns a project with the dependency of the page, and what any project for JDK 25 says. */
  private static String pom(Page page) {
    String dependency =
        page.fences("xml").stream()
            .map(Fence::text)
            .filter(each -> each.contains("cordon-junit-jupiter"))
            .findFirst()
            .orElseThrow();
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>example</groupId><artifactId>empty</artifactId><version>1</version>
      <properties>
        <maven.compiler.release>25</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
      <dependencies>
    %s
      </dependencies>
      <build>
        <plugins>
          %s
          %s
          %s
        </plugins>
      </build>
    </project>
    """
        .formatted(
            dependency,
            plugin("maven-resources-plugin", "resources", ""),
            plugin("maven-compiler-plugin", "compiler", ""),
            plugin(
                "maven-surefire-plugin",
                "surefire",
                "<configuration><argLine>--enable-native-access=ALL-UNNAMED</argLine></configuration>"));
  }

  /** The versions of this build, which are in the local repository. */
  private static String plugin(String artifact, String name, String more) {
    return "<plugin><artifactId>%s</artifactId><version>%s</version>%s</plugin>"
        .formatted(artifact, System.getProperty("cordon.plugin." + name), more);
  }

  private String settings() {
    return """
    <settings>
      <mirrors>
        <mirror>
          <id>local</id><mirrorOf>*,!cordon</mirrorOf><url>%s</url>
        </mirror>
      </mirrors>
      <profiles>
        <profile>
          <id>cordon</id>
          <activation><activeByDefault>true</activeByDefault></activation>
          <repositories>
            <repository><id>cordon</id><url>%s</url></repository>
          </repositories>
        </profile>
      </profiles>
    </settings>
    """
        .formatted(LOCAL.toUri(), directory.resolve("repository").toUri());
  }

  private String build() throws Exception {
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("cordon.maven"), "bin", "mvn").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--settings",
                directory.resolve("settings.xml").toString(),
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + directory.resolve("local"),
                "test")
            .directory(directory.resolve("project").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("MAVEN_OPTS");
    builder.environment().remove("MAVEN_ARGS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
