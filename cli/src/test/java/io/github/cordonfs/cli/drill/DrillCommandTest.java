package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.CommandRun;
import io.github.cordonfs.cli.drill.load.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrillCommandTest {

  @TempDir Path temp;
  private Path data;
  private Path json;

  @BeforeEach
  void createFiles() throws IOException {
    data = temp.resolve("data");
    json = temp.resolve("out.json");
    SampleFiles.create(data);
  }

  /** Runs a drill over {@link #data}; options given replace those it has here. */
  private CommandRun drill(String... more) {
    List<String> args = new ArrayList<>(List.of("drill", data.toString(), "--json=" + json));
    for (String option : List.of("--threads=2", "--duration=300ms", "--seed=7")) {
      String name = option.substring(0, option.indexOf('=') + 1);
      if (Arrays.stream(more).noneMatch(given -> given.startsWith(name))) {
        args.add(option);
      }
    }
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private String json(String key) throws IOException {
    Matcher matcher =
        Pattern.compile("\"" + key + "\": \"?([^,\"\n]*)").matcher(Files.readString(json));
    assertThat(matcher.find()).as(key).isTrue();
    return matcher.group(1);
  }

  private long number(String key) throws IOException {
    return Long.parseLong(json(key));
  }

  @Test
  void everyStrikeIsToldAndNothingElseHappens() throws IOException {
    CommandRun run = drill("--strikes=200");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("PASS: every lost page was reported, and nothing else failed.");
    assertThat(run.exitCode()).isZero();
    assertThat(number("files")).isEqualTo(SampleFiles.FILES);
    assertThat(number("bytes")).isEqualTo(SampleFiles.BYTES);
    assertThat(number("pages")).isEqualTo(SampleFiles.PAGES);
    assertThat(number("strikes")).isEqualTo(200);
    assertThat(number("strikesOnWriters")).isEqualTo(200);
    long struck = 400 + number("strikesOnFreed") + number("strikesAstray");
    assertThat(number("recovered")).isEqualTo(struck);
    assertThat(number("ignored")).isZero();
    assertThat(number("failed")).isZero();
    assertThat(number("delayed")).isZero();
    long moved = counts("softOfflines").getOrDefault("migrated", 0L);
    long free = counts("softOfflines").getOrDefault("free", 0L);
    assertThat(number("outOfServiceBytes")).isEqualTo((struck + moved + free) * 4096);
    // Each page of a loaded file: right after the strike, and at the end.
    assertThat(number("errorsReported")).isGreaterThanOrEqualTo(400);
    assertThat(number("silentWrongBytes")).isZero();
    assertThat(number("bystandersHurt")).isZero();
    assertThat(number("pagesNotTold")).isZero();
    assertThat(number("reportMismatches")).isZero();
    // The final checks alone read everything twice, but for the lost pages.
    assertThat(number("bytesVerified")).isGreaterThan(SampleFiles.BYTES);
    assertThat(number("restored")).isBetween(200L, 400L);
    assertThat(json("seededSetHash")).matches("[0-9a-f]{64}");
    assertThat(number("p50")).isPositive().isLessThanOrEqualTo(number("p99"));
    assertThat(number("max")).isGreaterThanOrEqualTo(number("p99"));
    assertThat(Files.readString(json))
        .contains("throughputBefore", "throughputDuring", "readBytesPerSecond");
    assertThat(json("failure")).isEqualTo("null");
    assertThat(json("verdict")).isEqualTo("pass");
  }

  private Map<String, Long> counts(String key) throws IOException {
    Matcher object =
        Pattern.compile("\"" + key + "\": \\{([^}]*)\\}").matcher(Files.readString(json));
    assertThat(object.find()).as(key).isTrue();
    Map<String, Long> counts = new HashMap<>();
    Matcher entry = Pattern.compile("\"(\\w+)\": (\\d+)").matcher(object.group(1));
    while (entry.find()) {
      counts.put(entry.group(1), Long.valueOf(entry.group(2)));
    }
    return counts;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Tag("A6")
  void whatIsMappedIsJudgedToo() throws IOException {
    CommandRun run = drill("--strikes=300", "--mapped-readers=2", "--mapped-writers=1");
    assertThat(run.out()).contains("PASS", " by mappings", "through mappings");
    assertThat(run.exitCode()).isZero();
    // Three of each thread, which it always has.
    assertThat(number("mappings")).isGreaterThanOrEqualTo(9);
    assertThat(number("mappedBytes")).isPositive();
  }

  @Test
  void withoutMappedThreadsNothingIsMapped() throws IOException {
    CommandRun run =
        drill("--strikes=20", "--duration=50ms", "--mapped-readers=0", "--mapped-writers=0");
    assertThat(run.exitCode()).isZero();
    assertThat(number("mappings")).isZero();
    assertThat(number("faultsReported")).isZero();
  }

  @Test
  @Tag("O1")
  void softOfflinesAreAllDoneAndCounted() throws IOException {
    assertThat(drill("--strikes=0", "--soft-offlines=50").exitCode()).isZero();
    assertThat(counts("softOfflines").values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(50);
    assertThat(counts("softOfflines")).containsKey("migrated");
    assertThat(drill("--strikes=0", "--soft-offlines=0", "--duration=50ms").exitCode()).isZero();
    assertThat(counts("softOfflines")).isEmpty();
  }

  @Test
  @Tag("F6")
  void foliosAreJoinedUnlessToldNotTo() throws IOException {
    assertThat(drill("--strikes=100", "--huge=always").exitCode()).isZero();
    assertThat(number("joined") + counts("notJoined").size()).isPositive();
    assertThat(drill("--strikes=100", "--duration=50ms", "--no-collapse").exitCode()).isZero();
    assertThat(number("joined")).isZero();
    assertThat(number("joinedInBackground")).isZero();
    assertThat(counts("notJoined")).isEmpty();
  }

  @Test
  @Tag("H12")
  void theOldSchemeIsCaught() throws IOException {
    CommandRun run = drill("--strikes=50", "--poison=drop");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("FAIL: ").contains(" wrong bytes read silently");
    assertThat(number("silentWrongBytes")).isPositive();
    assertThat(number("bystandersHurt")).isZero();
    assertThat(number("reportMismatches")).isZero();
    assertThat(number("strikes")).isEqualTo(50);
    assertThat(json("verdict")).isEqualTo("fail");
  }

  @Test
  void theSeedAndNothingElseChoosesThePages() throws IOException {
    assertThat(drill("--strikes=60", "--duration=50ms").exitCode()).isZero();
    final String hash = json("seededSetHash");
    assertThat(drill("--strikes=60", "--duration=100ms", "--threads=1", "--no-collapse").exitCode())
        .isZero();
    assertThat(json("seededSetHash")).isEqualTo(hash);
    assertThat(drill("--strikes=60", "--duration=50ms", "--seed=8").exitCode()).isZero();
    assertThat(json("seededSetHash")).isNotEqualTo(hash);
  }

  @Test
  void whenAllPagesAreLostTheyAreRestoredToBeStruckAgain() throws IOException {
    data = data.resolve("sub/whole pages");
    CommandRun run = drill("--strikes=100");
    assertThat(run.out()).contains("PASS");
    assertThat(number("pages")).isEqualTo(3);
    assertThat(number("strikes")).isEqualTo(100);
    assertThat(number("restored")).isGreaterThanOrEqualTo(100);
  }

  @Test
  void withoutStrikesNothingIsLost() throws IOException {
    assertThat(drill("--strikes=0", "--duration=50ms").exitCode()).isZero();
    assertThat(number("errorsReported")).isZero();
    assertThat(number("restored")).isZero();
    assertThat(number("outOfServiceBytes")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"never,0", "within_size,1", "always,5", "ADVISE,5"})
  @Tag("F1")
  void hugeFoliosFollowThePolicy(String policy, long folios) throws IOException {
    CommandRun run = drill("--strikes=100", "--duration=100ms", "--huge=" + policy);
    assertThat(run.out()).contains("PASS");
    // always: one for each of the four files with content, and a second for the largest.
    assertThat(number("hugeFoliosBefore")).isEqualTo(folios);
  }

  @Test
  void whatCannotBeReadIsNamedAndSkipped() throws IOException {
    Files.createSymbolicLink(data.resolve("nowhere"), Path.of("does-not-exist"));
    String missing = temp.resolve("missing").toString();
    CommandRun run = drill(missing, "--strikes=10", "--duration=50ms");
    assertThat(run.err())
        .contains("skipped " + missing + ": no such file or directory")
        .contains("skipped " + data.resolve("nowhere") + ": ");
    assertThat(run.exitCode()).isZero();
    assertThat(number("files")).isEqualTo(SampleFiles.FILES);
  }

  @Test
  void nothingToLoadIsAMistake() {
    String missing = temp.resolve("missing").toString();
    CommandRun run = CommandRun.of("drill", missing, data.resolve("empty").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "skipped " + missing + ": no such file or directory",
            "cordon drill: nothing to load: no readable file with content"
                + " (see: cordon drill --help)");
  }

  @Test
  void tooLittleMemoryIsSaidBeforeLoading() {
    CommandRun run = drill("--size=4m");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains("--size=4.0 MiB is too small: this drill needs a file system of ");
    assertThat(json).doesNotExist();
  }

  @Test
  void aSizeThatCannotBeHadIsSaidBeforeLoading() {
    CommandRun run = drill("--size=4096t");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("--size=4096.0 TiB is too large: ", "; this drill needs ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "--duration=soon",
        "--duration=0s",
        "--duration=-PT1S",
        "--duration=PT99999999H",
        "--threads=0",
        "--threads=many",
        "--strikes=-1",
        "--strikes=99999999999",
        "--mapped-readers=-1",
        "--mapped-readers=all",
        "--mapped-writers=-1",
        "--soft-offlines=-1",
        "--soft-offlines=some",
        "--no-collapse=maybe",
        "--seed=x",
        "--huge=sometimes",
        "--poison=maybe",
        "--size=0",
        "--size=big",
        "--json=/does/not/exist/out.json",
        "--json=/"
      })
  void aBadOptionGetsOneClearLine(String option) {
    final String name = option.split("=", 2)[0];
    CommandRun run = CommandRun.of("drill", data.toString(), option);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("cordon drill: ")
        .contains(name)
        .endsWith("(see: cordon drill --help)\n");
  }

  @Test
  void anOptionThatIsMistypedIsAskedBack() {
    CommandRun run = CommandRun.of("drill", data.toString(), "--strike=5");
    assertThat(run.err())
        .isEqualTo(
            "cordon drill: unknown option '--strike'; did you mean '--strikes'?"
                + " (see: cordon drill --help)\n");
  }

  @Test
  void onStandardOutputThereIsNothingButJson() {
    CommandRun run =
        CommandRun.of(
            "drill", data.toString(), "--json=-", "--strikes=20", "--duration=50ms", "--threads=2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("{\n").endsWith("}\n").contains("\"verdict\": \"pass\"");
    assertThat(run.err()).contains("files loaded", "PASS: ");
  }

  @Test
  void whatIsForDiagnosisIsShownOnRequest() {
    CommandRun plain = drill("--strikes=20", "--duration=50ms");
    assertThat(plain.out())
        .contains("files loaded", "pages failed", "errors in intact pages     0")
        .doesNotContain("%)", "huge folios", "soft offline", "joined", "outcome");
    CommandRun verbose = drill("--strikes=20", "--duration=50ms", "--verbose");
    assertThat(verbose.out())
        .contains("strikes by outcome", " contained", "huge folios", "soft offline", "joined");
  }
}
