package io.github.cordonfs.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How many ranges of addresses this process is mapped in, and how many the kernel allows it:
 * vm.max_map_count. Thread-safe.
 */
public final class MapCount {

  /** The kernel's default, where the file is hidden. */
  private static final int DEFAULT = 65_530;

  /** Of some 65,000 lines of about 80 bytes: few calls, and no large buffer. */
  private static final int BUFFER_BYTES = 1 << 16;

  private static final Path PROC = Path.of("/proc");

  private MapCount() {}

  /** Returns the limit at this moment. */
  public static int limit() {
    return limit(PROC);
  }

  /** As the other, with another /proc. */
  static int limit(Path proc) {
    byte[] text = new byte[32];
    try (InputStream in = new FileInputStream(proc + "/sys/vm/max_map_count")) {
      // One read call: files of /proc may change between two.
      int n = in.read(text);
      return Integer.parseInt(
          new String(text, 0, Math.max(n, 0), StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return DEFAULT;
    }
  }

  /**
   * Returns how many ranges there are at this moment, of everybody in the process. Takes about a
   * third of a microsecond for each: some 20 milliseconds near the usual limit.
   *
   * @return -1 if that cannot be known
   */
  public static int inUse() {
    return inUse(PROC);
  }

  /** As the other, with another /proc. */
  public static int inUse(Path proc) {
    int lines = 0;
    byte[] text = new byte[BUFFER_BYTES];
    try (InputStream in = new FileInputStream(proc + "/self/maps")) {
      for (int n = in.read(text); n > 0; n = in.read(text)) {
        for (int i = 0; i < n; i++) {
          lines += text[i] == '\n' ? 1 : 0;
        }
      }
    } catch (IOException e) {
      return -1;
    }
    return lines;
  }
}
