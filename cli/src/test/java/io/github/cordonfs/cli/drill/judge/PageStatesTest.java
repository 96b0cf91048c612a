package io.github.cordonfs.cli.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageStatesTest {

  @Test
  void pageStatesGoRoundInOrder() {
    PageStates states = new PageStates(1);
    final int first = states.sequence(0);
    states.announce(0);
    states.lost(0);
    assertThatThrownBy(() -> states.announce(0)).isInstanceOf(IllegalStateException.class);
    assertThat(states.is(0, PageStates.LOST)).isTrue();
    int lost = states.sequence(0);
    assertThat(PageStates.passed(first, lost, PageStates.ANNOUNCED)).isTrue();
    assertThat(PageStates.passed(first, lost, PageStates.RESTORING)).isFalse();
    assertThat(PageStates.stayed(lost, lost, PageStates.LOST)).isTrue();
    states.restoring(0);
    states.restored(0);
    assertThat(PageStates.stayed(first, states.sequence(0), PageStates.GOOD)).isFalse();
    assertThat(PageStates.passed(lost, states.sequence(0), PageStates.RESTORING)).isTrue();
  }

  @Test
  void aPageHitAstrayIsLostUnlessItWasAnnounced() {
    PageStates states = new PageStates(2);
    states.struckAstray(0);
    assertThat(states.is(0, PageStates.LOST)).isTrue();
    assertThat(states.tryAnnounce(0)).isFalse();
    assertThat(states.tryAnnounce(1)).isTrue();
    states.struckAstray(1);
    assertThat(states.is(1, PageStates.ANNOUNCED)).isTrue();
  }
}
