package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.HugePolicy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Restoring a page from bytes that cannot be had. */
class RestoreSourceTest {

  @Test
  @Tag("R7")
  void aSourceThatIsRefusedKeepsNoFrame() {
    try (Caches caches = Caches.of(2, HugePolicy.NEVER)) {
      TestFile file = caches.newFile("/file");
      file.fill(0, PAGE, 1);
      file.strike(0);
      long used = caches.cache.usedBytes();
      MemorySegment tooShort = MemorySegment.ofArray(new byte[10]);
      assertThatThrownBy(
              () -> file.space.restore(new ByteRange(0, PAGE), tooShort, new ArrayList<>()))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(caches.cache.usedBytes()).isEqualTo(used);
      assertThat(file.read(0, 1)).isEqualTo(AddressSpace.POISONED);
    }
  }
}
