package io.github.cordonfs.testkit.mount;

import static io.github.cordonfs.testkit.mount.MountedWorkload.FILES;
import static io.github.cordonfs.testkit.mount.MountedWorkload.PAGE;
import static io.github.cordonfs.testkit.mount.MountedWorkload.PAGES;
import static io.github.cordonfs.testkit.mount.MountedWorkload.SECTOR;
import static io.github.cordonfs.testkit.mount.MountedWorkload.SECTORS;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Scanner;

/**
 * What may be relied on after a step of a {@link MountedWorkload}.
 *
 * @param forced of each file and sector the version that was forced
 * @param forcedAt of each file the version that was written last before that
 * @param cut of each file the sectors that were cut off since
 * @param toldAt of each file and page of which the program was told that it is lost the version
 *     that was written last before that; 0 if it was not, or what came instead is durable
 * @param well of each file the pages that are good, as far as the program knows
 * @param leastSize of each file its size when it was forced, or a smaller one since
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes them
record Known(
    int[][] forced, int[] forcedAt, BitSet[] cut, int[][] toldAt, BitSet[] well, long[] leastSize) {
  Known {
    forced = copy(forced);
    forcedAt = forcedAt.clone();
    cut = copy(cut);
    toldAt = copy(toldAt);
    well = copy(well);
    leastSize = leastSize.clone();
  }

  /** Returns whether a sector may have a version after a power cut. */
  boolean allows(int file, int sector, int version) {
    return version == forced[file][sector]
        || version > forcedAt[file]
        || (version == 0 && cut[file].get(sector));
  }

  /** Returns whether a sector with some version may be read after a power cut. */
  boolean isKnownLost(int file, int sector, int version) {
    return version <= toldAt[file][sector * SECTOR / PAGE]
        && !(version == 0 && (cut[file].get(sector) || toldAt[file][sector * SECTOR / PAGE] == 0));
  }

  private static int[][] copy(int[][] all) {
    int[][] copy = new int[all.length][];
    for (int i = 0; i < all.length; i++) {
      copy[i] = all[i].clone();
    }
    return copy;
  }

  private static BitSet[] copy(BitSet[] all) {
    BitSet[] copy = new BitSet[all.length];
    for (int i = 0; i < all.length; i++) {
      copy[i] = (BitSet) all[i].clone();
    }
    return copy;
  }

  /** Returns it as one line. */
  String toLine() {
    StringBuilder line = new StringBuilder();
    for (int file = 0; file < FILES; file++) {
      for (int each : forced[file]) {
        line.append(each).append(' ');
      }
      for (int each : toldAt[file]) {
        line.append(each).append(' ');
      }
      line.append(forcedAt[file]).append(' ').append(leastSize[file]).append(' ');
      for (int sector = 0; sector < SECTORS; sector++) {
        line.append(cut[file].get(sector) ? "1 " : "0 ");
      }
      for (int page = 0; page < PAGES; page++) {
        line.append(well[file].get(page) ? "1 " : "0 ");
      }
    }
    return line.toString();
  }

  /** Reads what {@link #toLine} wrote. */
  static Known ofLine(String line) {
    Scanner numbers = new Scanner(line);
    int[][] forced = new int[FILES][SECTORS];
    int[][] toldAt = new int[FILES][PAGES];
    int[] forcedAt = new int[FILES];
    long[] leastSize = new long[FILES];
    BitSet[] cut = new BitSet[FILES];
    BitSet[] well = new BitSet[FILES];
    for (int file = 0; file < FILES; file++) {
      Arrays.setAll(forced[file], _ -> numbers.nextInt());
      Arrays.setAll(toldAt[file], _ -> numbers.nextInt());
      forcedAt[file] = numbers.nextInt();
      leastSize[file] = numbers.nextLong();
      cut[file] = bits(numbers, SECTORS);
      well[file] = bits(numbers, PAGES);
    }
    return new Known(forced, forcedAt, cut, toldAt, well, leastSize);
  }

  private static BitSet bits(Scanner numbers, int count) {
    BitSet bits = new BitSet();
    for (int i = 0; i < count; i++) {
      bits.set(i, numbers.nextInt() == 1);
    }
    return bits;
  }

  /** Returns whether anything is known to be lost. */
  boolean hasLosses() {
    return Arrays.stream(toldAt).flatMapToInt(Arrays::stream).anyMatch(each -> each > 0);
  }
}
