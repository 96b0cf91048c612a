package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    // A page that is there, and one whose number may not be seen.
    "8180000000123456, 123456",
    "8080000000000000, 0",
    // Poisoned: Linux 5.10 (type 29), 6.1 (26), 6.12 (27), and 6.12 with device memory (23).
    "40000000024684dd, 123426",
    "400000000246747a, 1233a3",
    "400000000246891b, 123448",
    "4000000002468917, 123448",
    // The most that there is room for.
    "407ffffffffffffb, 3ffffffffffff",
    // Poisoned, where the number may not be seen: neither may the type.
    "4000000000000000, 0",
    "400000000000001b, 0",
    // A page in a swap file, and a marker without a page, of type 30 and 31.
    "4000000002468900, 0",
    "400000000000005e, 0",
    "400000000000009f, 0",
    // Nothing there.
    "0000000000000000, 0",
    "0080000000000000, 0"
  })
  @Tag("S52")
  void anEntryHasTheNumberOfThePageThatIsThereOrWasPoisoned(String entry, String number) {
    long expected = Long.parseUnsignedLong(number, 16);
    assertThat(KernelPages.numberIn(Long.parseUnsignedLong(entry, 16)))
        .isEqualTo(expected == 0 ? OptionalLong.empty() : OptionalLong.of(expected));
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
