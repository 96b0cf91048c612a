package io.github.cordonfs.cli.designs.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevertedCallerTest {

  @ParameterizedTest
  @EnumSource
  @Tag("D1")
  void bothVersionsReportALostPage(RevertedCaller version) {
    assertThat(version.withALostPage()).isEqualTo("EIO");
    assertThat(version.withAGoodPage()).isEqualTo("ok");
  }

  @Test
  @Tag("D1")
  @Tag("D3")
  void theFlagOfAnErrorIsACrash() {
    assertThat(RevertedCaller.FIRST_VERSION.withoutMemory()).isEqualTo("CRASH");
    assertThat(RevertedCaller.SECOND_VERSION.withoutMemory()).isEqualTo("ENOMEM");
  }
}
