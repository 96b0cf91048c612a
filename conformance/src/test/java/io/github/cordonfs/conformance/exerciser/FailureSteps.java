package io.github.cordonfs.conformance.exerciser;

import static io.github.cordonfs.conformance.exerciser.Oracle.PAGE;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/** Fails memory, takes it out of service, and gets files well again. */
final class FailureSteps {

  private final ExercisedFile file;

  FailureSteps(ExercisedFile file) {
    this.file = file;
  }

  void strike(Operation operation, Part.Range range) throws IOException {
    int at = range.from();
    boolean keep = operation.salt() % 3 == 0;
    StrikeContent content = keep ? StrikeContent.KEEP : StrikeContent.DESTROY;
    if (at >= file.oracle.size()) {
      try {
        file.failures.strike(file.path, at, content);
      } catch (IllegalArgumentException _) {
        return;
      }
      throw new Mismatch("a strike behind the end");
    }
    Outcome expected = file.oracle.isLost(at / PAGE) ? Outcome.IGNORED : Outcome.RECOVERED;
    Mismatch.unlessEqual(
        expected, file.failures.strike(file.path, at, content).outcome(), "outcome of a strike");
    file.oracle.lose(at / PAGE, keep);
  }

  void softOffline(Part.Range range) throws IOException {
    int at = range.from();
    if (at >= file.oracle.size()) {
      return;
    }
    Window window = file.window;
    int page = at / PAGE;
    boolean mapped =
        window != null
            && window.mode.equals(MapMode.READ_WRITE)
            && window.range.from() / PAGE <= page
            && page <= (window.range.end() - 1) / PAGE;
    SoftOfflineResult expected =
        file.oracle.isLost(page)
            ? SoftOfflineResult.POISONED
            : mapped ? SoftOfflineResult.MAPPED : SoftOfflineResult.MIGRATED;
    int frame = file.failures.frameOf(file.path, at);
    Mismatch.unlessEqual(
        expected, file.failures.softOffline(file.path, at), "result of a soft offline");
    if (expected == SoftOfflineResult.MIGRATED && frame >= 0) {
      // Or memory would run out.
      file.failures.unpoisonFrame(frame);
    }
  }

  void unpoison(Part.Range range) throws IOException {
    int page = range.from() / PAGE;
    UnpoisonResult expected =
        !file.oracle.isLost(page)
            ? UnpoisonResult.NOT_POISONED
            : file.oracle.isKept(page) ? UnpoisonResult.UNPOISONED : UnpoisonResult.CONTENT_LOST;
    Mismatch.unlessEqual(
        expected, file.failures.unpoison(file.path, range.from()), "result of unpoisoning");
    if (expected == UnpoisonResult.UNPOISONED) {
      file.oracle.find(page);
    }
  }

  void clear(Part.Range range) throws IOException {
    List<ByteRange> expected = file.oracle.lostRanges(range.from(), range.end());
    Mismatch.unlessEqual(
        expected, file.channel.clearPoison(range.from(), range.length()), "what was cleared");
    file.oracle.clear(range.from(), range.end());
  }

  void restore(Operation operation, Part.Range given) throws IOException {
    // Whole pages, most of the time: others are refused.
    int from = operation.salt() % 4 == 0 ? given.from() : given.from() / PAGE * PAGE;
    int up = (given.end() + PAGE - 1) / PAGE * PAGE;
    int end = operation.salt() % 4 == 0 ? given.end() : Math.min(up, Operation.END);
    int noise = Bytes.from(operation, end - from);
    ByteBuffer bytes = Bytes.source(noise, end - from, operation.salt());
    List<ByteRange> lost = file.oracle.lostRanges(from, end);
    if (!lost.isEmpty() && (lost.getFirst().offset() < from || lost.getLast().end() > end)) {
      try {
        file.channel.restore(from, bytes);
      } catch (IllegalArgumentException _) {
        return;
      }
      throw new Mismatch("a part of a page was restored");
    }
    Mismatch.unlessEqual(lost, file.channel.restore(from, bytes), "what was restored");
    for (ByteRange each : lost) {
      file.oracle.clear((int) each.offset(), (int) each.end());
      file.oracle.write(
          (int) each.offset(),
          Bytes.NOISE,
          noise + (int) each.offset() - from,
          (int) each.length());
    }
  }

  void list(Operation operation) throws IOException {
    Part.Range piece = file.part.piece(operation.offset());
    List<ByteRange> found = new ArrayList<>();
    for (ByteRange each : file.channel.badRanges()) {
      long from = Math.max(each.offset(), piece.from());
      long end = Math.min(each.end(), piece.end());
      if (from < end) {
        found.add(new ByteRange(from, end - from));
      }
    }
    Mismatch.unlessEqual(file.oracle.lostRanges(piece.from(), piece.end()), found, "losses");
  }
}
