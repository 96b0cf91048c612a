package io.github.cordonfs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {

  @Test
  void unitsArePowersOf1024() {
    assertThat(Sizes.parse("100")).isEqualTo(100);
    assertThat(Sizes.parse("8k")).isEqualTo(8192);
    assertThat(Sizes.parse("512M")).isEqualTo(512L << 20);
    assertThat(Sizes.format(Sizes.parse("4g"))).isEqualTo("4 GiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "4 g", "4t", "999999999999g"})
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text));
  }
}
