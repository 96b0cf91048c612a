package io.github.cordonfs.cache;

import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A process that wants more memory than it may have: fills a file until there is no space, and then
 * goes on with what it has. Its argument is the size of the page cache in MiB.
 */
final class ExhaustionChild {

  private static final int CHUNK = 1 << 20;

  private ExhaustionChild() {}

  /** Prints what it found; the last line is {@code done}. */
  public static void main(String[] args) throws IOException {
    long size = Long.parseLong(args[0]) << 20;
    PageCache cache = PageCache.open(CordonOptions.builder().size(size).build());
    TestFile file = new TestFile(cache, null, "/file");
    byte[] data = TestFile.data(1, CHUNK);
    long written = 0;
    int n = file.write(0, data);
    while (n > 0) {
      written += n;
      n = file.write(written, data);
    }
    System.out.println("result " + n + " written " + written + " of " + size);
    check(n == AddressSpace.NO_SPACE, "no space");
    check(written < size, "less than was asked for");
    checkContent(file, data, written);
    check(file.write(written, data) == AddressSpace.NO_SPACE, "still no space");
    check(file.write(0, data) == CHUNK, "what is there can be written");
    file.space.truncate(written / 2);
    check(file.space.size() == written / 2, "it can shrink");
    TestFile other = new TestFile(cache, null, "/other");
    for (long at = 0; at < written / 4; at += CHUNK) {
      check(other.write(at, data) == CHUNK, "what was freed can be used");
    }
    checkContent(file, data, written / 2);
    Invariants.check(cache, List.of(file.space, other.space));
    System.out.println("done");
  }

  private static void checkContent(TestFile file, byte[] data, long size) {
    byte[] target = new byte[CHUNK];
    for (long at = 0; at < size; at += CHUNK) {
      int n = file.read(at, target);
      check(n == Math.min(CHUNK, size - at), "read at " + at + ": " + n);
      check(Arrays.equals(target, 0, n, data, 0, n), "content at " + at);
    }
  }

  private static void check(boolean fact, String what) {
    if (!fact) {
      throw new AssertionError(what);
    }
  }
}
