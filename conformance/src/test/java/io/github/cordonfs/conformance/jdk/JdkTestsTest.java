package io.github.cordonfs.conformance.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.conformance.jdk.Description.Action;
import io.github.cordonfs.conformance.jdk.Description.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the program that runs OpenJDK's tests; those themselves are not here. */
class JdkTestsTest {

  @Test
  void requirementsAreOfLinuxOn64Bits() {
    assertThat(Requirement.isMet("(os.family == \"linux\") | (os.family == \"mac\")")).isTrue();
    assertThat(Requirement.isMet("os.family == \"windows\"")).isFalse();
    assertThat(Requirement.isMet("os.family != \"windows\" & vm.bits == 64")).isTrue();
    assertThat(Requirement.isMet("!(os.family == \"linux\")")).isFalse();
    assertThat(Requirement.isMet("vm.bits == 32 | os.maxMemory >= 16g & vm.bits == 64")).isTrue();
    assertThat(Requirement.isMet("!vm.of.which.nothing.is.known")).isTrue();
  }

  @Test
  void aDescriptionSaysWhatIsRun(@TempDir Path root) throws IOException {
    Path file = Files.createDirectories(root.resolve("a/b")).resolve("Some.java");
    Files.writeString(
        file,
        """
        /* Nobody's test. */
        /* @test
         * @bug 1
         * @library .. /test/lib
         * @modules jdk.some
         *          java.base/a.b:+open
         * @run main Some
         * @run main/othervm/timeout=9 -Xmx1m -Da=b
         *      Other one two
         * @run junit Some
         */
        /*
         * @test id=second
         */
        class Some {}
        """);

    List<Description> tests = Description.of(root, file);

    assertThat(tests)
        .extracting(Description::name)
        .containsExactly("a/b/Some.java", "a/b/Some.java#second");
    Description first = tests.getFirst();
    assertThat(first.actions())
        .containsExactly(
            new Action(Runner.MAIN, List.of(), "Some", List.of()),
            new Action(Runner.MAIN, List.of("-Xmx1m", "-Da=b"), "Other", List.of("one", "two")),
            new Action(Runner.JUNIT, List.of(), "Some", List.of()));
    assertThat(first.sourcePath(Path.of("/jdk")))
        .containsExactly(root.resolve("a/b"), root.resolve("a"), Path.of("/jdk/test/lib"));
    assertThat(first.moduleOptions(true))
        .containsExactly(
            "--add-modules=jdk.some",
            "--add-exports=java.base/a.b=ALL-UNNAMED",
            "--add-opens=java.base/a.b=ALL-UNNAMED");
    assertThat(tests.getLast().actions())
        .containsExactly(new Action(Runner.MAIN, List.of(), "Some", List.of()));
  }

  @Test
  void namesOfJavaIoAreReplacedAndLinesKeepTheirNumbers() {
    String rewritten =
        StandIns.rewrite(
            """
            import java.io.File;
            import java.io.IOException;
            class A {
              File a = File.createTempFile("a", "b");
              File b = path.toFile();
            }
            """);
    assertThat(rewritten).contains("import io.github.cordonfs.conformance.jdk.javaio.File; ");
    assertThat(rewritten).doesNotContain("java.io.File;").contains("import java.io.IOException;");
    assertThat(rewritten.lines().toList().get(4)).isEqualTo("  File b = File.of(path);");
    assertThat(StandIns.rewrite("import java.util.List;\nclass B {}\n"))
        .isEqualTo("import java.util.List;\nclass B {}\n");
  }

  @Test
  void whatIsDocumentedToFailIsReadFromThePage(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(
        page,
        """
        | test | what, and why |
        |---|---|
        | `file/A.java`, `file/B.java#id` | one |
        | `file/C.java` | two |
        | `NOT_A_TEST` | three |
        """);
    assertThat(Documented.read(page))
        .containsOnly(
            Map.entry("java/nio/file/A.java", "one"),
            Map.entry("java/nio/file/B.java#id", "one"),
            Map.entry("java/nio/file/C.java", "two"));
  }

  @Test
  void withoutASourceTreeTheScriptSaysSoAndEndsWith3(@TempDir Path nothing)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("../scripts/jdk-tests", "--source", nothing.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(said).contains("not run: no source tree of a JDK");
  }
}
