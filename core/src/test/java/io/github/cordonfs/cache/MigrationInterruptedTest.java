package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.failure.SoftOffline;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Soft offline that is broken off in the middle. */
@Tag("O1")
class MigrationInterruptedTest {

  /** The JVM delivers an error late, of an access that has nothing to do with the page. */
  @ParameterizedTest
  @EnumSource(names = {"NEVER", "ALWAYS"})
  void anErrorOfSomebodyElseLeavesEverythingAsItWas(HugePolicy huge) {
    try (Caches caches = Caches.of(2, huge)) {
      TestFile file = caches.newFile("/file");
      byte[] data = file.fill(0, 2 * PAGE, 1);
      int frame = file.frame(PAGE);
      int free = caches.freeFrames();
      InternalError error = new InternalError("of somebody else");
      caches.memory.once(
          Moment.AFTER_COPY_FRAMES,
          () -> {
            throw error;
          });
      SoftOffline softOffline = new SoftOffline(caches.cache);
      assertThatThrownBy(() -> softOffline.softOffline(frame)).isSameAs(error);
      assertThat(file.frame(PAGE)).isEqualTo(frame);
      assertThat(caches.freeFrames()).isEqualTo(free);
      caches.check();
      assertThat(softOffline.softOffline(frame)).isEqualTo(SoftOfflineResult.MIGRATED);
      assertThat(file.bytes(0, 2 * PAGE)).isEqualTo(data);
    }
  }
}
