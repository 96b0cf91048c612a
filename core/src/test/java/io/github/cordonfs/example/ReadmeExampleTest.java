package io.github.cordonfs.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in the README is this one, and does what the README says. */
class ReadmeExampleTest {

  @Test
  void readmeShowsTheExampleAsItIs() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/github/cordonfs/example/SurviveAFailure.java"));
    String shown = source.substring(source.indexOf("// --- README ---\n") + 18);
    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + shown + "```");
  }

  @Test
  void examplePrintsWhatTheReadmeSays() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      SurviveAFailure.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("```\n" + printed.toString(StandardCharsets.UTF_8) + "```");
  }
}
