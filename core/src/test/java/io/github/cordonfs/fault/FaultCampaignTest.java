package io.github.cordonfs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.os.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that really goes bad under Cordon's copies, in every way HotSpot runs code. */
@EnabledOnOs(OS.LINUX)
class FaultCampaignTest {

  private static final int ROUNDS = Integer.getInteger("cordon.faults", 1000);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-XX:+UseG1GC"})
  @Tag("A1")
  @Tag("A3")
  @Tag("A10")
  @Tag("H15")
  @Tag("U4")
  @Tag("S19")
  void theJvmSurvivesAndNobodyReadsWrongBytesOrLosesAnInnocentPage(String mode) throws Exception {
    Path output = directory.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            mode,
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:-UsePerfData",
            "-Djava.util.logging.config.file=" + quiet(),
            "-XX:ErrorFile=" + directory.resolve("hs_err.log"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FaultCampaign.class.getName(),
            Integer.toString(ROUNDS),
            directory.resolve("own").toString()));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = ChildProcess.endsWithin(110, child);
    String text = Files.readString(output);
    assertThat(ended).as("the child ended by itself: %s", text).isTrue();
    assertThat(child.exitValue()).as(text).isZero();
    assertThat(text).endsWith("survived " + 7 * ROUNDS + " faults\n");
    assertThat(directory.resolve("hs_err.log")).doesNotExist();
  }

  /** Each hardware failure is logged, which is proven elsewhere. */
  private Path quiet() throws Exception {
    return Files.writeString(directory.resolve("logging"), "handlers=\n");
  }
}
