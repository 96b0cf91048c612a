package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Stores;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The old scheme, as an option: a failed page becomes a silent hole. */
@ParameterizedClass
@EnumSource(names = {"NEVER", "ALWAYS"})
@Tag("H12")
class DroppedPageTest {

  @Parameter private HugePolicy huge;

  private Caches caches;
  private TestFile file;
  private byte[] data;
  private int frame;
  private MemoryFailureEvent event;

  @BeforeEach
  void strike() {
    caches = Caches.of(Stores.Kind.MEMFD, 3, huge, PoisonPolicy.DROP);
    file = caches.newFile("/file");
    data = file.fill(0, 8 * PAGE, 1);
    frame = file.frame(2 * PAGE);
    event = file.strike(2 * PAGE);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void thePageIsASilentHole() {
    assertThat(event.message()).isEqualTo(MessageType.MEMORY_PAGE_DROPPED);
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    Arrays.fill(data, 2 * PAGE, 3 * PAGE, (byte) 0);
    assertThat(file.bytes(0, 8 * PAGE)).isEqualTo(data);
    assertThat(file.space.hasPoison()).isFalse();
    assertThat(file.space.badRanges()).isEmpty();
    assertThat(file.space.seekHole(0)).isEqualTo(2 * PAGE);
  }

  @Test
  void theFrameIsInQuarantineAtOnce() {
    assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.QUARANTINED);
    assertThat(caches.cache.frameTable().poisonedFrames()).isZero();
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(PAGE);
  }

  @Test
  void thePageCanBeWrittenAgain() {
    byte[] bytes = file.fill(2 * PAGE, PAGE, 5);
    assertThat(file.bytes(2 * PAGE, PAGE)).isEqualTo(bytes);
    assertThat(file.frame(2 * PAGE)).isNotEqualTo(frame);
  }

  @Test
  void aReservedPageThatIsDroppedReadsAsZeros() {
    caches.dirtyAllFrames();
    TestFile reserved = caches.newFile("/reserved");
    reserved.space.allocate(0, 4 * PAGE, false);
    reserved.strike(PAGE);
    reserved.assertZero(0, 4 * PAGE);
    assertThat(reserved.space.allocate(0, 4 * PAGE, false)).isZero();
    reserved.assertZero(0, 4 * PAGE);
  }

  @Test
  void everyPageCanBeDropped() {
    for (int page = 0; page < 8; page++) {
      if (file.frame((long) page * PAGE) >= 0) {
        file.strike((long) page * PAGE);
      }
    }
    file.assertZero(0, 8 * PAGE);
    assertThat(file.space.seekData(0)).isEqualTo(-1);
    assertThat(file.fill(0, 8 * PAGE, 6)).isEqualTo(file.bytes(0, 8 * PAGE));
  }

  @Test
  @Tag("S6")
  void whereNoSplitIsPossibleThePageIsKeptAndToldInstead() {
    TestFile other = caches.newFile("/other");
    byte[] bytes = other.fill(0, HUGE, 2);
    caches.heapFull(true);
    MemoryFailureEvent kept = other.strike(5 * PAGE);
    if (huge == HugePolicy.ALWAYS) {
      assertThat(kept.message()).isEqualTo(MessageType.MEMORY_PAGE);
      assertThat(other.read(5 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    } else {
      other.assertZero(5 * PAGE, PAGE);
    }
    assertThat(other.bytes(6 * PAGE, 506 * PAGE))
        .isEqualTo(Arrays.copyOfRange(bytes, 6 * PAGE, HUGE));
  }
}
