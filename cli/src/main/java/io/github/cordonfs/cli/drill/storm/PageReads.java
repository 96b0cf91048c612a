package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.cli.drill.judge.StoredJudge;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.load.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads whole pages of mounted files and has them judged. Used by one thread. */
public final class PageReads {

  private final StoredJudge judge;
  private final ByteBuffer direct;
  private final ByteBuffer heap;

  /**
   * Creates one.
   *
   * @param longest the most pages that are read at a time
   */
  public PageReads(BackedContext context, int longest) {
    this.judge = context.judge(longest);
    this.direct = ByteBuffer.allocateDirect(longest * Pages.SIZE);
    this.heap = ByteBuffer.allocate(longest * Pages.SIZE);
  }

  /**
   * Opens a file of the mount; returns null if that failed, which is judged.
   *
   * @throws IOException if the disk cannot read the file either
   */
  public @Nullable FileChannel open(StoredFile file) throws IOException {
    try {
      return FileChannel.open(file.mounted());
    } catch (IOException e) {
      judge.failed(file, 0, e);
      return null;
    }
  }

  /**
   * Reads pages, with one call or two.
   *
   * @param channel of the file
   * @param first page
   * @param count of pages; less at the end of the file
   * @param cut where the first call is to end: bytes from the first page on, 0 for one call
   * @return whether it was delivered
   * @throws IOException if the disk cannot read the pages either
   */
  public boolean read(
      FileChannel channel, StoredFile file, int first, int count, int cut, boolean intoHeap)
      throws IOException {
    long from = Pages.start(first);
    int pages = Math.min(count, file.pages() - first);
    int length = (int) Math.min((long) pages * Pages.SIZE, file.size() - from);
    ByteBuffer buffer = intoHeap ? heap : direct;
    judge.before(file, first, pages);
    buffer.clear().limit(cut > 0 && cut < length ? cut : length);
    try {
      while (buffer.position() < length) {
        if (!buffer.hasRemaining()) {
          buffer.limit(length);
        }
        if (channel.read(buffer, from + buffer.position()) <= 0) {
          judge.cutShort(file, (int) Pages.of(from + buffer.position()));
          return false;
        }
      }
    } catch (IOException e) {
      judge.failed(file, (int) Pages.of(from + buffer.position()), e);
      return false;
    }
    judge.delivered(file, first, buffer.flip());
    return true;
  }
}
