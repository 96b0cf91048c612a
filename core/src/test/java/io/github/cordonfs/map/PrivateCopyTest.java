package io.github.cordonfs.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Making a private mapping, while its arena is closed. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("MustBeClosedChecker") // the arena is closed by another thread
class PrivateCopyTest {

  private static final int PAGES = 20_000;

  /** Ranges of addresses of this process that fault. */
  private static long faulting() {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains("cordon-fault")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("M3")
  @Tag("M5")
  void nothingIsLaidOverTheAddressesOfAnArenaThatWasClosedMeanwhile() throws Exception {
    Arena arena = Arena.ofShared();
    long before = faulting();
    try (PrivateCopy copy = new PrivateCopy(0, PAGES * 4096L)) {
      for (int page = 0; page < PAGES; page += 2) {
        copy.lose(page);
      }
      Thread closer =
          Thread.ofPlatform()
              .start(() -> {
                while (faulting() == before) {
                  Thread.onSpinWait();
                }
                arena.close();
              });
      copy.map(arena);
      closer.join();
    }
    assertThat(faulting()).isEqualTo(before);
  }
}
