package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.cli.drill.load.Pages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that the drill writes, and what must be in it: each page has a version, from which its
 * bytes follow. Whoever writes, reads or mends has the lock; strikes do not.
 */
final class WrittenFile {

  final ReentrantLock lock = new ReentrantLock();
  final Path path;
  final int number;

  /** The version of each page that was written last. With the lock. */
  final int[] versions;

  /** The version of each page that the directory has for sure. With the lock. */
  final int[] forced;

  /** Pages of which the file system said that they are lost, and that were not mended since. */
  private final Set<Integer> lost = ConcurrentHashMap.newKeySet();

  WrittenFile(Path path, int number, int pages) {
    this.path = path;
    this.number = number;
    this.versions = new int[pages];
    this.forced = new int[pages];
  }

  int pages() {
    return versions.length;
  }

  /** Notes that a page was reported as lost. */
  void lose(int page) {
    lost.add(page);
  }

  /** Notes that a page is about to be mended. With the lock: nobody else mends it. */
  void mend(int page) {
    lost.remove(page);
  }

  boolean isLost(int page) {
    return lost.contains(page);
  }

  /** Returns the lost pages, as they are now. */
  Set<Integer> lost() {
    return Set.copyOf(lost);
  }

  /** Returns what a page holds in a version of it; zeros in version 0. */
  ByteBuffer content(int page, int version) {
    ByteBuffer bytes = ByteBuffer.allocate(Pages.SIZE);
    if (version > 0) {
      SplittableRandom random = new SplittableRandom(((long) number << 40) + version);
      bytes.putInt(number).putInt(page).putInt(version);
      while (bytes.remaining() >= Long.BYTES) {
        bytes.putLong(random.nextLong());
      }
    }
    return bytes.clear();
  }

  /** Returns the version of a page with some content, or -1 if it is none of its versions. */
  int versionOf(int page, ByteBuffer bytes) {
    int version = bytes.getInt(2 * Integer.BYTES);
    return version >= 0 && content(page, version).equals(bytes) ? version : -1;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
