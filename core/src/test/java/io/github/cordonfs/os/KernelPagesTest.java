package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H14")
class KernelPagesTest {

  @Test
  void noAddressHasNoPage() {
    assertThat(KernelPages.frameNumber(0)).isEmpty();
  }

  @Test
  void anAddressThatIsNotMappedHasNoPage() {
    assertThat(KernelPages.frameNumber(4096)).isEmpty();
    assertThat(KernelPages.frameNumber(-4096)).isEmpty();
    assertThat(KernelPages.frameNumber(Long.MIN_VALUE)).isEmpty();
  }

  @Test
  void everyAddressOfAPageHasTheSameNumberIfItMayBeRead() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(4096, 4096);
      page.fill((byte) 1);
      OptionalLong number = KernelPages.frameNumber(page.address());
      number.ifPresent(value -> assertThat(value).isPositive());
      assertThat(KernelPages.frameNumber(page.address() + 4095)).isEqualTo(number);
    }
  }
}
