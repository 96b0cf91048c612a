package io.github.cordonfs.cli.drill.judge;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reads every page of every file when all is quiet. Now what is expected is exact: the lost pages
 * are those that were struck and not removed, by every account of them.
 */
public final class FinalCheck {

  private static final int CHUNK = 1 << 20;

  private final MemoryFailures failures;
  private final DrillCounters counters;
  private final boolean keeps;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
  private final Set<Path> badFiles = new HashSet<>();

  public FinalCheck(MemoryFailures failures, DrillCounters counters, boolean keeps) {
    this.failures = failures;
    this.counters = counters;
    this.keeps = keeps;
  }

  /** Checks a loaded file. */
  public void check(LoadedFile file, PageStates states) throws IOException {
    IntPredicate isLost = page -> states.is(file.firstPage() + page, PageStates.LOST);
    BitSet lost = read(file.channel(), file.path(), file.original(), isLost);
    compareAccounts(file.path(), lost);
  }

  /** Checks a writer's file; returns its lost pages. */
  public BitSet check(WriterFile file, WriterJudge judge) throws IOException {
    MemorySegment expected = MemorySegment.ofArray(file.shadow).asSlice(0, file.size);
    // Whether a page was hit last or removed last is not always known: then either is right.
    Set<Long> certain = file.certainlyLost();
    BitSet lost = new BitSet();
    for (ByteRange range : failures.badRanges(file.path)) {
      lost.set((int) Pages.of(range.offset()), (int) Pages.count(range.end()));
    }
    for (int page = lost.nextSetBit(0); page >= 0; page = lost.nextSetBit(page + 1)) {
      if (!judge.isExplained(file, page)) {
        counters.bystander("page " + page + " of " + file + " is lost and was not struck");
      }
    }
    for (long page : certain) {
      if (keeps && !lost.get((int) page)) {
        counters.notTold("page " + page + " of " + file + " was struck, and is not lost any more");
      }
    }
    compareAccounts(file.path, read(file.channel, file.path, expected, lost::get));
    return lost;
  }

  /** Compares the list of files that have lost pages with the files in which some were found. */
  public void checkBadFiles() {
    Set<Path> listed = new HashSet<>(failures.badFiles());
    if (!listed.equals(badFiles)) {
      counters.mismatch("bad files listed: " + listed + ", found: " + badFiles);
    }
  }

  /** Compares a whole file that must be well. */
  public void checkWell(FileChannel channel, Path path, MemorySegment expected) throws IOException {
    read(channel, path, expected, _ -> false);
    if (!failures.badRanges(path).isEmpty()) {
      counters.mismatch("bad ranges after restoring " + path + ": " + failures.badRanges(path));
    }
  }

  /** Reads a file and compares it; returns the pages that gave an error. */
  private BitSet read(FileChannel channel, Path path, MemorySegment expected, IntPredicate isLost)
      throws IOException {
    BitSet lost = new BitSet();
    long size = expected.byteSize();
    if (channel.size() != size) {
      counters.bystander(path + " has " + channel.size() + " bytes instead of " + size);
    }
    long at = 0;
    while (at < size) {
      int page = (int) Pages.of(at);
      int n;
      try {
        n = channel.read(buffer.clear().limit((int) Math.min(CHUNK, size - at)), at);
      } catch (PoisonedPageException e) {
        counters.errorsReported.increment();
        lost.set(page);
        if (!isLost.test(page) || e.offset() != Pages.start(page)) {
          counters.bystander("page " + page + " of " + path + " gives " + e.getMessage());
        }
        at = Pages.start(page + 1L);
        continue;
      }
      if (n <= 0) {
        counters.bystander("a read of " + path + " at " + at + " returned " + n);
        break;
      }
      compare(path, expected, at, n, isLost);
      at += n;
    }
    return lost;
  }

  private void compare(Path path, MemorySegment expected, long from, int n, IntPredicate isLost) {
    counters.bytesVerified.add(n);
    MemorySegment data = MemorySegment.ofBuffer(buffer.clear());
    long wrong = Comparison.differences(data, 0, expected, from, n);
    if (wrong > 0) {
      counters.silentlyWrong(wrong, path + " at offset " + from);
    }
    for (int page = (int) Pages.of(from); keeps && page < Pages.count(from + n); page++) {
      if (isLost.test(page)) {
        counters.notTold("page " + page + " of " + path + " is lost and was read without an error");
      }
    }
  }

  private void compareAccounts(Path path, BitSet read) throws IOException {
    BitSet listed = new BitSet();
    List<ByteRange> ranges = failures.badRanges(path);
    for (ByteRange range : ranges) {
      listed.set((int) Pages.of(range.offset()), (int) Pages.count(range.end()));
    }
    if (!listed.equals(read)) {
      counters.mismatch("bad ranges of " + path + ": " + ranges + ", pages with errors: " + read);
    }
    if (!read.isEmpty()) {
      badFiles.add(path);
    }
  }
}
