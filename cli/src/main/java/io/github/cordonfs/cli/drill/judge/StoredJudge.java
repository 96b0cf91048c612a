package io.github.cordonfs.cli.drill.judge;

import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.load.StoredFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Judges what reads of files with a disk behind them deliver while pages are struck: always the
 * bytes of the disk, and never an error. Files that somebody changes on the disk are not judged any
 * more. One for each thread: {@link #before}, then the read, then {@link #delivered} or {@link
 * #failed}.
 */
public final class StoredJudge {

  private final StrikeHealing healing;
  private final DrillCounters counters;

  /** Strikes of the pages of the range, taken before the read. */
  private final int[] before;

  /**
   * Creates a judge.
   *
   * @param longest the most pages that are read at a time
   */
  public StoredJudge(StrikeHealing healing, DrillCounters counters, int longest) {
    this.healing = healing;
    this.counters = counters;
    this.before = new int[longest];
  }

  /**
   * Notes the state of the pages that are about to be read.
   *
   * @param first page of the file
   * @param count how many pages, at least 1
   */
  public void before(StoredFile file, int first, int count) {
    for (int i = 0; i < count; i++) {
      before[i] = healing.beforeRead(file.firstPage() + first + i);
    }
  }

  /**
   * Judges whole pages that were read.
   *
   * @param first page of the file
   * @param bytes of the pages from 0 to the limit, which is where a page or the file ends
   */
  public void delivered(StoredFile file, int first, ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    counters.bytesRead.add(end);
    for (int at = 0, i = 0; at < end; at += Pages.SIZE, i++) {
      ByteBuffer page = bytes.slice(at, Math.min(Pages.SIZE, end - at));
      if (file.isContent(first + i, page)) {
        counters.bytesVerified.add(page.remaining());
        healing.readWell(file.firstPage() + first + i, before[i]);
      } else if (!file.lookForChange()) {
        counters.bytesVerified.add(page.remaining());
        counters.silentlyWrong(wrongBytes(file, first + i, page), where(file, first + i));
      }
    }
  }

  /** Returns how many bytes of a page are wrong, at least 1. */
  private static long wrongBytes(StoredFile file, int page, ByteBuffer read) throws IOException {
    ByteBuffer disk = readDisk(file, page);
    if (!file.isContent(page, disk)) {
      // The disk has not what it had, and does not say so: the whole page is in doubt.
      return read.remaining();
    }
    MemorySegment delivered = MemorySegment.ofBuffer(read);
    MemorySegment right = MemorySegment.ofBuffer(disk);
    return Math.max(1, Comparison.differences(delivered, 0, right, 0, right.byteSize()));
  }

  private static ByteBuffer readDisk(StoredFile file, int page) throws IOException {
    ByteBuffer disk = ByteBuffer.allocate(Pages.length(page, file.size()));
    try (FileChannel channel = FileChannel.open(file.disk(), StandardOpenOption.READ)) {
      int n = 0;
      while (n >= 0 && disk.hasRemaining()) {
        n = channel.read(disk, Pages.start(page) + disk.position());
      }
    }
    return disk.flip();
  }

  /**
   * Judges a read that ended early without an error.
   *
   * @param page of the file, in which it ended
   */
  public void cutShort(StoredFile file, int page) {
    if (!file.lookForChange()) {
      counters.failedRead("a read ended before the end of the file, in " + where(file, page));
    }
  }

  /**
   * Judges a read, or an opening, that failed.
   *
   * @param page of the file, at which it was
   * @throws IOException what the disk says, if that cannot read the page either
   */
  public void failed(StoredFile file, int page, IOException e) throws IOException {
    if (file.lookForChange()) {
      return;
    }
    var _ = readDisk(file, page);
    counters.failedRead(e + " in " + where(file, page) + ", which the disk can read");
  }

  private static String where(StoredFile file, int page) {
    return "page " + page + " of " + file;
  }
}
