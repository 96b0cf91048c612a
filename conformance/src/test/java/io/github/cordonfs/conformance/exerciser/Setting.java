package io.github.cordonfs.conformance.exerciser;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.OverwritePolicy;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.List;

/**
 * How a file system is made that has its files exercised.
 *
 * @param collapseRate bytes a second that are searched for folios to join while all goes on
 */
record Setting(HugePolicy huge, OverwritePolicy overwrite, long collapseRate) {

  private static final long FAST = 4L << 30;

  private static final List<Setting> ALL =
      List.of(
          new Setting(HugePolicy.WITHIN_SIZE, OverwritePolicy.ERROR, 0),
          new Setting(HugePolicy.ALWAYS, OverwritePolicy.HEAL, FAST),
          new Setting(HugePolicy.NEVER, OverwritePolicy.ERROR, 0),
          new Setting(HugePolicy.ALWAYS, OverwritePolicy.ERROR, FAST),
          new Setting(HugePolicy.WITHIN_SIZE, OverwritePolicy.HEAL, FAST));

  /** Returns the one of an episode. */
  static Setting of(long seed) {
    return ALL.get(Math.floorMod(seed, ALL.size()));
  }

  boolean heals() {
    return overwrite == OverwritePolicy.HEAL;
  }

  FileSystem open() throws IOException {
    return Cordon.newFileSystem(
        CordonOptions.builder()
            .size(128 << 20)
            .injection(true)
            .recycleInjected(true)
            .huge(huge)
            .overwrite(overwrite)
            .collapseRate(collapseRate)
            .patrolRate(0)
            .build());
  }
}
