package io.github.cordonfs.cli.designs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.CommandRun;
import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.model.Design;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesignsCommandTest {

  @TempDir Path temp;

  @Test
  void everyDesignAndCallerIsInTheTable() {
    CommandRun run = CommandRun.of("designs");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    for (Design design : Design.values()) {
      assertThat(run.out()).contains("  " + design.id() + " " + design.word());
    }
    for (CallSite site : CallSite.values()) {
      assertThat(run.out()).contains("  " + site.title() + " ");
    }
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  /** The cells are those of the comparison, and in its order. */
  @Test
  @Tag("D1")
  @Tag("D2")
  @Tag("D3")
  @Tag("D4")
  @Tag("D5")
  @Tag("D6")
  @Tag("D7")
  void theTableSaysWhatTheRunsFound() {
    String out = CommandRun.of("designs").out();
    assertThat(out)
        .containsPattern("read +EIO +ENOMEM\\? +EIO +EIO +EIO +zeros! +zeros!\n")
        .containsPattern("read +garbage! +zeros! +CRASH +EIO +CRASH +zeros! +zeros!\n")
        .containsPattern("load, mapped before +SIGBUS +ENOMEM\\? .* zeros! +signal\n")
        .containsPattern("drop caches +ok +ok +ok +old! +ok +ok +ok\n")
        .containsPattern("have to change +6 +5 +10 +10 +10 +0 +0\n")
        .containsPattern("first version, reverted +ok +EIO +CRASH\n");
  }

  @Test
  void thePageOfTheDiscussionShowsWhatTheCommandPrints() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "thread.md")))
        .contains("```\n" + CommandRun.of("designs").out() + "```\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"D3", "d3", "error", "Error"})
  void oneDesignCanBeRunAlone(String name) {
    CommandRun run = CommandRun.of("designs", "--design", name);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("  D3 error ", "CRASH")
        .doesNotContain("  D1 ", "  D6 ")
        .containsPattern("have to change +10\n");
  }

  @Test
  void severalDesignsCanBeRun() {
    assertThat(CommandRun.of("designs", "--design=D1,drop").out())
        .contains("  D1 flag", "  D6 drop")
        .doesNotContain("  D3 ");
  }

  @Test
  void aDesignThatThereIsNotIsRefusedInOneLine() {
    CommandRun run = CommandRun.of("designs", "--design", "D8");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("no design 'D8'; there are D1 (flag), D2 (nothing)", "cordon designs --help")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jsn=x", "--verbos", "surplus"})
  void whatItDoesNotKnowIsRefusedInOneLine(String argument) {
    CommandRun run = CommandRun.of("designs", argument);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("cordon designs: ").hasLineCount(1);
  }

  @Test
  void aMistypedOptionOrCommandIsAskedBack() {
    assertThat(CommandRun.of("designs", "--desing", "D1").err())
        .contains("did you mean '--design'?");
    assertThat(CommandRun.of("desings").err()).contains("did you mean 'designs'?");
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforeAnythingRuns() {
    CommandRun run = CommandRun.of("designs", "--json", temp.resolve("no/such/file").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("--json: there is no directory ").hasLineCount(1);
  }

  @Test
  void theResultsAreWrittenAsJson() throws IOException {
    Path json = temp.resolve("designs.json");
    CommandRun run = CommandRun.of("designs", "--json", json.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Of 14 callers");
    assertThat(Files.readString(json))
        .startsWith("{\n")
        .contains(
            "\"mustChange\": [\"read\", \"write\", \"checksum\", \"link\", \"compression\","
                + " \"direct\"]",
            "\"storesIntoBadMemory\": 1",
            "\"flag-under-lock\": {",
            "\"mustChange\": true");
  }

  @Test
  void asJsonOnStandardOutputTheTablesGoElsewhere() {
    CommandRun run = CommandRun.of("designs", "--json=-", "--design=D6");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("{\n")
        .endsWith("}\n")
        .contains("\"D6\"")
        .doesNotContain("Of 14");
    assertThat(run.err()).contains("Of 14 callers");
  }

  @ParameterizedTest
  @EnumSource
  void onRequestEachOutcomeIsExplained(Design design) {
    String out = CommandRun.of("designs", "--verbose", "--design", design.id()).out();
    assertThat(out).contains(design.id() + " " + design.word() + ": " + design.title());
    assertThat(out.lines().filter(line -> line.startsWith("    as it was:  "))).hasSize(21);
  }

  @Test
  void theExplanationSaysWhatIsWrongAndWhere() {
    assertThat(CommandRun.of("designs", "--verbose").out())
        .contains(
            "as it was:  is told ok, and garbage is on the disk\n",
            "as it was:  crashes the kernel: it dereferenced the error EIO\n",
            "as it was:  is told ok, and old content is what later readers get\n",
            "as it was:  is told ok, and what it wrote is lost (and stores into the failed memory)",
            "if it asks: is told SIGBUS\n",
            "changed:    is told EIO\n");
  }

  @Test
  void helpNamesTheOptions() {
    CommandRun help = CommandRun.of("designs", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--design", "--json", "--verbose", "Exit codes:");
    assertThat(CommandRun.of("help", "designs")).isEqualTo(help);
    assertThat(CommandRun.of("--help").out()).contains("  designs ");
  }
}
