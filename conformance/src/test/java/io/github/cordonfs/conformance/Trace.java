package io.github.cordonfs.conformance;

import io.github.cordonfs.HugePolicy;
import java.util.List;

/**
 * Operations that were recorded on a tmpfs that was empty before.
 *
 * @param file the name of the file it was read from
 * @param seed what the recorder made it from
 * @param huge the mount option of the tmpfs
 * @param lines in order
 */
record Trace(String file, long seed, HugePolicy huge, List<TraceLine> lines) {

  Trace {
    lines = List.copyOf(lines);
  }
}
