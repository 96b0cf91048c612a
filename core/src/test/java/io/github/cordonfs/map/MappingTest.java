package io.github.cordonfs.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a mapping. */
class MappingTest {

  /** Addresses at which the kernel refuses everything. */
  private static final class Refused implements Window {
    int calls;

    @Override
    public boolean show(long page, int frame, int count) {
      calls++;
      return false;
    }

    @Override
    public boolean showZeros(long page, long count) {
      calls++;
      return false;
    }

    @Override
    public boolean fault(long page, long count) {
      calls++;
      return false;
    }
  }

  @Test
  @Tag("S45")
  void aMappingOfWhichSomethingWasRefusedBeforeAnybodyHasItIsNeverComplete() {
    Mapping mapping = new Mapping(0, 1, true, _ -> {});
    assertThat(mapping.open(new Refused())).isTrue();
    assertThat(mapping.show(0, 5, 1)).isFalse();
    assertThat(mapping.complete(3)).isFalse();
    mapping.detach();
  }

  @Test
  @Tag("M5")
  void aMappingWhoseEndTheKernelRefusesIsDetachedAllTheSame() {
    List<Mapping> detached = new ArrayList<>();
    Mapping mapping = new Mapping(0, 1, true, detached::add);
    Refused window = new Refused();
    assertThat(mapping.open(window)).isTrue();
    assertThat(mapping.complete(0)).isTrue();
    assertThatThrownBy(mapping::detach).isInstanceOf(IllegalStateException.class);
    assertThat(detached).containsExactly(mapping);
    int calls = window.calls;
    // The addresses may be anybody's now.
    assertThat(mapping.show(0, 5, 1)).isTrue();
    mapping.fault(0, 1);
    assertThat(window.calls).isEqualTo(calls);
  }
}
