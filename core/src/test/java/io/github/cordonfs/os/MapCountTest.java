package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Counts read from a directory made to look like /proc. */
@Tag("S96")
class MapCountTest {

  private static final String LINE =
      "7f1b2c000000-7f1b2c021000 rw-p 00000000 00:00 0                          [heap]\n";

  @TempDir private Path proc;

  @BeforeEach
  void directories() throws IOException {
    Files.createDirectories(proc.resolve("sys/vm"));
    Files.createDirectories(proc.resolve("self"));
  }

  @Test
  void everyLineOfMapsIsARange() throws IOException {
    Files.writeString(proc.resolve("self/maps"), LINE.repeat(65_000));
    assertThat(MapCount.inUse(proc)).isEqualTo(65_000);
  }

  @Test
  void whereThereIsNoMapsTheCountIsNotKnown() {
    assertThat(MapCount.inUse(proc)).isNegative();
  }

  @Test
  void theLimitIsTheKernelsOrItsDefaultWhereThatIsHidden() throws IOException {
    assertThat(MapCount.limit(proc)).isEqualTo(65_530);
    Files.writeString(proc.resolve("sys/vm/max_map_count"), "262144\n");
    assertThat(MapCount.limit(proc)).isEqualTo(262_144);
    Files.writeString(proc.resolve("sys/vm/max_map_count"), "many");
    assertThat(MapCount.limit(proc)).isEqualTo(65_530);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void rangesThatAreMadeAreCounted() throws IOException {
    int pages = 2000;
    long area = Linux.reserve(pages * 4096L);
    int before = MapCount.inUse();
    for (int page = 1; page < pages; page += 2) {
      assertThat(Linux.overlayZeros(area + page * 4096L, 4096)).isTrue();
    }
    // Others in this process map, too.
    assertThat(MapCount.inUse() - before).isBetween(pages - 500, pages + 500);
    assertThat(Linux.unmap(area, pages * 4096L)).isZero();
    assertThat(MapCount.inUse() - before).isLessThan(500);
  }
}
