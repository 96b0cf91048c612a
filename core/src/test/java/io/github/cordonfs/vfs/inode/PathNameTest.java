package io.github.cordonfs.vfs.inode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathNameTest {

  @ParameterizedTest
  @CsvSource({"/, 0", "a, 1", "/a, 1", "//a//b, 2", "a/, 2", "../x, 2", "'', 0"})
  void slashesSeparateNames(String text, int names) {
    assertThat(PathName.parse(text).length()).isEqualTo(names);
    assertThat(PathName.parse(text).isAbsolute()).isEqualTo(text.startsWith("/"));
  }

  @Test
  void aNameFitsUpTo255Bytes() {
    assertThat(PathName.fits("x".repeat(255))).isTrue();
    assertThat(PathName.fits("x".repeat(256))).isFalse();
    assertThat(PathName.fits("€".repeat(85))).isTrue();
    assertThat(PathName.fits("€".repeat(86))).isFalse();
  }
}
