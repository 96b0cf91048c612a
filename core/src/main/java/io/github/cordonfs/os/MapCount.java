package io.github.cordonfs.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** How many mappings the kernel allows a process: vm.max_map_count. */
public final class MapCount {

  /** The kernel's default, where the file is hidden. */
  private static final int DEFAULT = 65_530;

  private MapCount() {}

  /** Returns the limit at this moment. */
  public static int limit() {
    byte[] text = new byte[32];
    try (InputStream in = new FileInputStream("/proc/sys/vm/max_map_count")) {
      // One read call: files of /proc may change between two.
      int n = in.read(text);
      return Integer.parseInt(
          new String(text, 0, Math.max(n, 0), StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return DEFAULT;
    }
  }
}
