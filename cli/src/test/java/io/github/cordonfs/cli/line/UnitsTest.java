package io.github.cordonfs.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "10s,PT10S", "2m,PT2M", "1H,PT1H", "PT1M30S,PT1M30S"})
  void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
    assertThat(new Durations().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "64k,65536", "512M,536870912", "4GiB,4294967296", "1tb,1099511627776"})
  void sizesAreReadAsPeopleWriteThem(String text, long expected) {
    assertThat(new ByteSizes().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,0 bytes", "1023,1023 bytes", "1536,1.5 KiB", "314409498,299.8 MiB"})
  void sizesAreWrittenAsPeopleReadThem(long bytes, String expected) {
    assertThat(ByteSizes.format(bytes)).isEqualTo(expected);
  }
}
