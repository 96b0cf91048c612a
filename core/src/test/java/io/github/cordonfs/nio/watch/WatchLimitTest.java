package io.github.cordonfs.nio.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.nio.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK's system property for the events of a watch key, read as the JDK reads it. */
@Tag("S80")
class WatchLimitTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, 512",
        "'', 512",
        "many, 512",
        "' 7', 512",
        "1e3, 512",
        "99999999999999999999, 512",
        "1, 1",
        "0, 1",
        "-5, 1",
        "2000, 2000",
        "0x10, 16",
        "010, 8",
        "#f, 15",
        "2147483639, 2147483639",
        "2147483640, 2147483639",
        "9223372036854775807, 2147483639",
      })
  void theValueIsANumberInTheRangeOfAList(String value, int limit) {
    assertThat(WatchLimit.of(value)).isEqualTo(limit);
  }

  @Test
  void aKeyKeepsSoManyEvents(@TempDir Path directory) throws Exception {
    assertThat(ChildJvm.run(directory, "", WatchLimitChild.class).lines())
        .containsExactly(
            "[ENTRY_CREATE 0, ENTRY_CREATE 1, ENTRY_CREATE 2]",
            "[OVERFLOW null]",
            "[ENTRY_CREATE 8, ENTRY_CREATE 9]");
  }
}
