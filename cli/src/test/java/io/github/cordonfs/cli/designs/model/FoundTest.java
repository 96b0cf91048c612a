package io.github.cordonfs.cli.designs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FoundTest {

  @Test
  void anErrorIsNotNullAndNoPage() {
    Found error = Found.error(Errno.EIO);
    assertThat(error.isNull()).isFalse();
    assertThat(error.isError()).isTrue();
    assertThatThrownBy(error::page).isInstanceOf(Oops.class).hasMessageContaining("EIO");
  }

  @Test
  void nothingIsNullAndNoPage() {
    assertThat(Found.nothing().isNull()).isTrue();
    assertThat(Found.nothing().isError()).isFalse();
    assertThatThrownBy(Found.nothing()::page).isInstanceOf(Oops.class).hasMessageContaining("null");
    assertThatThrownBy(Found.nothing()::error).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPageIsAPage() {
    Page page = new Page();
    assertThat(Found.page(page).page()).isSameAs(page);
  }
}
