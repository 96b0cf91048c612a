package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The pages of the loaded files in the order in which they are struck: a random order of all of
 * them, then another one, as often as needed. It depends on the seed and the number of pages only.
 */
public final class StrikePlan {

  private final SplittableRandom random;
  private final int[] order;

  /** How often each page has come. */
  private final int[] times;

  private int next;

  /**
   * Creates a plan.
   *
   * @param pages how many there are, at least 1
   */
  StrikePlan(int pages, long seed) {
    this.random = new SplittableRandom(seed);
    this.order = new int[pages];
    this.times = new int[pages];
    Arrays.setAll(order, i -> i);
  }

  /** Returns the next page, numbered through all files. */
  int next() {
    if (next == order.length) {
      next = 0;
    }
    int other = next + random.nextInt(order.length - next);
    int page = order[other];
    order[other] = order[next];
    order[next++] = page;
    times[page]++;
    return page;
  }

  /**
   * Returns the SHA-256 of the pages that have come so far, each as often as it came, as lines
   * {@code name:page} in the order of the files and the pages in them.
   */
  public String hash(LoadedFiles files) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (LoadedFile file : files.list()) {
      for (int page = 0; page < file.pages(); page++) {
        for (int i = times[file.firstPage() + page]; i > 0; i--) {
          digest.update((file.name() + ":" + page + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
