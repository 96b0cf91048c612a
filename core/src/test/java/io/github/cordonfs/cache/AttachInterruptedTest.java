package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.RangeBudget;
import io.github.cordonfs.map.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Laying a file over a new mapping, broken off in the middle. */
@Tag("M1")
class AttachInterruptedTest {

  private Caches caches;
  private TestFile file;
  private int taken;

  @BeforeEach
  void open() {
    caches = Caches.of(2, HugePolicy.NEVER);
    file = caches.newFile("/file");
    file.fill(0, 4 * PAGE, 1);
    taken = RangeBudget.taken();
  }

  @AfterEach
  void close() {
    caches.close();
  }

  /** Addresses at which the second range that is laid does not come about. */
  private static final class Broken implements Window {
    private final boolean throwing;
    private int laid;

    Broken(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public boolean show(long page, int frame, int count) {
      if (++laid == 2 && throwing) {
        throw new OutOfMemoryError("as the test wants");
      }
      return laid != 2;
    }

    @Override
    public boolean showZeros(long page, long count) {
      return true;
    }

    @Override
    public boolean fault(long page, long count) {
      return true;
    }
  }

  private Mapping attachable(boolean throwing) {
    file.strike(PAGE);
    Mapping mapping =
        new Mapping(0, 4, false, detached -> MappingAttachment.detach(file.space, detached));
    assertThat(mapping.open(new Broken(throwing))).isTrue();
    return mapping;
  }

  @Test
  void anErrorGivesTheRangesBackAndLeavesNoMapping() {
    Mapping mapping = attachable(true);
    assertThatThrownBy(() -> MappingAttachment.attach(file.space, mapping))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(RangeBudget.taken()).isEqualTo(taken);
    assertThat(file.space.mappings().isEmpty()).isTrue();
    mapping.detach();
    assertThat(RangeBudget.taken()).isEqualTo(taken);
  }

  @Test
  void aRefusalGivesTheRangesBackAndLeavesNoMapping() {
    Mapping mapping = attachable(false);
    assertThat(MappingAttachment.attach(file.space, mapping)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(RangeBudget.taken()).isEqualTo(taken);
    assertThat(file.space.mappings().isEmpty()).isTrue();
    mapping.detach();
    assertThat(RangeBudget.taken()).isEqualTo(taken);
  }

  @Test
  void aMappingGivesItsRangesBackWhenItEnds() {
    FakeWindow window = new FakeWindow(file.space, 4, false);
    window.map();
    assertThat(RangeBudget.taken()).isGreaterThan(taken);
    window.unmap();
    assertThat(RangeBudget.taken()).isEqualTo(taken);
  }
}
