package io.github.cordonfs.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {

  private static final List<String> NAMES =
      List.of("--strikes", "--seed", "--size", "--threads", "--duration", "--soft-offlines", "-h");

  @ParameterizedTest
  @CsvSource({
    "--strike, --strikes",
    "--stirkes, --strikes",
    "--STRIKES, --strikes",
    "-duration, --duration",
    "--dur, --duration",
    "--thread, --threads",
    "--soft-offline, --soft-offlines",
    "--sed, --seed",
    "--durations-of-all, --duration"
  })
  void aTypingErrorIsUnderstood(String typed, String meant) {
    assertThat(Similar.to(typed, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"--", "-", "-x", "--output", "duration-of-everything", "''"})
  void whatIsLikeNothingIsNot(String typed) {
    assertThat(Similar.to(typed, NAMES)).isEmpty();
  }

  @Test
  void distanceCountsLetters() {
    assertThat(Similar.distance("", "abc")).isEqualTo(3);
    assertThat(Similar.distance("abc", "abc")).isZero();
    assertThat(Similar.distance("abc", "acb")).isEqualTo(1);
    assertThat(Similar.distance("kitten", "sitting")).isEqualTo(3);
  }
}
