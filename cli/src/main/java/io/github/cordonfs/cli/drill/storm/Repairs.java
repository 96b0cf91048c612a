package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterJudge;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Makes lost pages of a writer's files well, in the ways there are. Used by their writer. */
final class Repairs {

  /** Repairs in one operation; as many strikes in one place are no accident. */
  private static final int PATIENCE = 10_000;

  private final WriterJudge judge;
  private final DrillCounters counters;
  private final SplittableRandom random;
  private final int unit;

  Repairs(DrillContext context, SplittableRandom random) {
    this.judge = context.writerJudge;
    this.counters = context.counters;
    this.random = random;
    this.unit = context.mappedUnit();
  }

  /**
   * Makes well what makes a page of a mapping fault: the page, or all that is lost of a folio which
   * is never split. Returns false if the file ends before the page now.
   */
  boolean repairMapped(WriterFile file, long page, int tries) throws IOException {
    if (unit == 1) {
      return repair(file, page, tries);
    }
    for (ByteRange range : file.channel.badRanges()) {
      for (long bad = Pages.of(range.offset()); bad < Pages.count(range.end()); bad++) {
        if (bad / unit == page / unit && !repair(file, bad, tries)) {
          return Pages.start(page) < file.size;
        }
      }
    }
    // Also what lies behind the end.
    file.clearPoison(Pages.start(page / unit * unit), Pages.start(unit));
    return true;
  }

  /** Makes a lost page well; returns false if the file ends before it now. */
  boolean repair(WriterFile file, long page, int tries) throws IOException {
    if (tries >= PATIENCE) {
      throw new IOException(
          "page " + page + " of " + file + " stays lost after " + tries + " repairs");
    }
    int start = (int) Pages.start(page);
    int choice = random.nextInt(10);
    if (choice < 3) {
      file.punch(start, Pages.SIZE);
    } else if (choice == 3 && start < file.size) {
      file.truncate(start);
      return false;
    } else {
      boolean inFile = start < file.size;
      if (file.clearPoison(start, Pages.SIZE).isEmpty()) {
        // What is cleared past the end, where a write was about to go, is not listed.
        if (inFile) {
          judge.notCleared(file, page);
        }
        file.removed(page, page + 1);
      }
    }
    return true;
  }

  /** Asks what is lost, and clears all of it. */
  void repairAll(WriterFile file) throws IOException {
    for (ByteRange range : file.channel.badRanges()) {
      for (long page = Pages.of(range.offset()); page < Pages.count(range.end()); page++) {
        if (!judge.isExplained(file, page)) {
          counters.bystander(
              "page " + page + " of " + file + " is listed as bad and was not struck");
        }
      }
    }
    file.clearPoison(0, file.size);
  }

  /**
   * Gives a page memory that was dropped, under the old scheme, from a mapping in which stores are
   * possible: there it faults until then.
   */
  void refill(WriterFile file, long page) throws IOException {
    long start = Pages.start(page);
    ByteBuffer zeros = ByteBuffer.allocate(Pages.length(page, file.size));
    file.zero(start, start + zeros.remaining());
    while (zeros.hasRemaining()) {
      var _ = file.channel.write(zeros, start + zeros.position());
    }
  }
}
