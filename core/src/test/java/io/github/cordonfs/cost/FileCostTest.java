package io.github.cordonfs.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small file is cheap: one frame, and little heap. */
class FileCostTest {

  private static final Pattern PRINTED = Pattern.compile("(\\d+) frames, (\\d+) bytes of heap.*");

  @ParameterizedTest
  @ValueSource(strings = {"NEVER", "WITHIN_SIZE"})
  @Tag("F1")
  void fileOf100BytesCostsOneFrameAndLessThan500BytesOfHeap(String huge) throws Exception {
    checkCost(50_000, huge, "512m");
  }

  @Test
  @Tag("stress")
  void millionFilesFitIntoAHeapOf2GiB() throws Exception {
    checkCost(1_000_000, "WITHIN_SIZE", "2g");
  }

  private static void checkCost(int files, String huge, String heap)
      throws IOException, InterruptedException {
    String output = run(heap, Integer.toString(files), huge);
    System.out.println("huge=" + huge + ": " + output.strip());
    Matcher printed = PRINTED.matcher(output.strip());
    assertThat(printed.matches()).as(output).isTrue();
    assertThat(Integer.parseInt(printed.group(1))).isEqualTo(files);
    assertThat(Integer.parseInt(printed.group(2))).isLessThan(500);
  }

  private static String run(String heap, String... args) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FileCost.class.getName());
    builder.command().addAll(List.of(args));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
