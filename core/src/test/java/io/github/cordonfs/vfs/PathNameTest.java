package io.github.cordonfs.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNameTest {

  @ParameterizedTest
  @CsvSource({"/, 0", "a, 1", "/a, 1", "//a//b, 2", "a/, 2", "../x, 2", "'', 0"})
  void slashesSeparateNames(String text, int names) {
    assertThat(PathName.parse(text).length()).isEqualTo(names);
    assertThat(PathName.parse(text).isAbsolute()).isEqualTo(text.startsWith("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ä", "€", "😀", "aä€😀"})
  void lengthsAreThoseOfUtf8(String text) {
    assertThat(PathName.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void aNameFitsUpTo255Bytes() {
    assertThat(PathName.fits("x".repeat(255))).isTrue();
    assertThat(PathName.fits("x".repeat(256))).isFalse();
    assertThat(PathName.fits("€".repeat(85))).isTrue();
    assertThat(PathName.fits("€".repeat(86))).isFalse();
  }
}
