package io.github.cordonfs.cli.drill.judge;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file of one writer, and the model of it: what it must hold. Only its writer changes it and its
 * model; strikers look at its path and size. Its name is never used for another file, so that a
 * report which names it can mean no other.
 */
public final class WriterFile implements AutoCloseable {

  /** Past the middle of its second huge folio, not at the end of a page. */
  public static final int MAX_SIZE = (3 << 20) + 1000;

  public final Path path;
  public final CordonFileChannel channel;

  /** The bytes of the file below {@link #size}, and zeros from there. */
  public final byte[] shadow;

  /**
   * For each page, the strikes begun when it was last removed: what these hit is gone, what later
   * ones hit is not.
   */
  private final long[] removedAt = new long[(int) Pages.count(MAX_SIZE)];

  /** Pages that were hit, with the number of the last strike. Entered by the striker. */
  private final Map<Long, Long> struck = new ConcurrentHashMap<>();

  private final StrikeLog strikeLog;

  /** Bytes in the file. Written by the writer. */
  public volatile int size;

  /** Whether the file has a name. Written by the writer. */
  boolean linked = true;

  /**
   * Creates an empty file.
   *
   * @param path a name never used before
   * @param huge the policy of the file system
   * @param shadow zeros, {@link #MAX_SIZE} of them
   */
  public WriterFile(Path path, HugePolicy huge, byte[] shadow, StrikeLog strikeLog)
      throws IOException {
    Set<OpenOption> options =
        new HashSet<>(
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    if (huge == HugePolicy.ADVISE) {
      options.add(CordonOpenOption.HUGE);
    }
    this.channel = CordonFileChannel.of(FileChannel.open(path, options));
    this.path = path;
    this.shadow = shadow;
    this.strikeLog = strikeLog;
  }

  /** Notes that a strike hit a page. */
  public void hit(long page, long number) {
    struck.merge(page, number, Math::max);
  }

  /** Returns whether a strike ever hit a page. */
  public boolean wasHit(long page) {
    return struck.containsKey(page);
  }

  /** Notes, after an operation that removed pages, that what was lost of them is gone. */
  public void removed(long fromPage, long endPage) {
    long now = strikeLog.begun();
    for (long page = fromPage; page < Math.min(endPage, removedAt.length); page++) {
      removedAt[(int) page] = now;
    }
  }

  /** Returns the pages that were hit and not removed since, as far as it is known for certain. */
  public Set<Long> certainlyLost() {
    Set<Long> pages = new HashSet<>();
    struck.forEach((page, number) -> {
      if (Pages.start(page) < size && number > removedAt[Math.toIntExact(page)]) {
        pages.add(page);
      }
    });
    return pages;
  }

  /** Notes that bytes were written. */
  public void wrote(byte[] source, int from, int offset, int length) {
    System.arraycopy(source, from, shadow, offset, length);
    size = Math.max(size, offset + length);
  }

  /** Makes a hole in the model. */
  public void zero(long offset, long end) {
    Arrays.fill(shadow, (int) offset, (int) Math.min(end, size), (byte) 0);
  }

  public void truncate(int newSize) throws IOException {
    channel.truncate(newSize);
    zero(newSize, size);
    size = newSize;
    removed(Pages.count(newSize), removedAt.length);
  }

  /** Makes it longer, by a hole. */
  public void grow(int newSize) throws IOException {
    channel.setSize(newSize);
    size = newSize;
  }

  public void punch(int offset, int length) throws IOException {
    channel.punchHole(offset, length);
    zero(offset, (long) offset + length);
    removed(Pages.count(offset), Pages.of((long) offset + length));
  }

  /** Accepts the losses in a range; returns what was cleared. */
  public List<ByteRange> clearPoison(long offset, long length) throws IOException {
    List<ByteRange> cleared = channel.clearPoison(offset, length);
    for (ByteRange range : cleared) {
      zero(range.offset(), range.end());
      removed(Pages.of(range.offset()), Pages.count(range.end()));
    }
    return cleared;
  }

  /** Removes the name; the file lives on in its channel. */
  public void unlink() throws IOException {
    Files.delete(path);
    linked = false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return linked ? path.toString() : path + " (deleted)";
  }
}
