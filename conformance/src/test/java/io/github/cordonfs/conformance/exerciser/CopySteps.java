package io.github.cordonfs.conformance.exerciser;

import static io.github.cordonfs.conformance.exerciser.Oracle.PAGE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/** Copies between two files. */
final class CopySteps {

  private CopySteps() {}

  static void copyRange(
      ExercisedFile source, ExercisedFile target, Operation operation, Part.Range range)
      throws IOException {
    if (target.heals) {
      return; // in pieces of the channel's choice, which may heal or not
    }
    int from = range.from();
    int to = operation.salt() % Operation.END;
    int length = Math.min(range.length(), Operation.END - to);
    int end = Math.min(from + length, source.oracle.size());
    boolean pulled = operation.salt() % 2 == 0;
    int readable = source.oracle.goodUntil(from, Math.max(from, end)) - from;
    int writable = target.oracle.goodUntil(to, to + length) - to;
    if (end > from && readable == 0 && (writable > 0 || !pulled)) {
      source.expectLoss(from / PAGE, () -> transfer(source, target, from, to, length, pulled));
    } else if (end > from && writable == 0) {
      target.expectLoss(to / PAGE, () -> transfer(source, target, from, to, length, pulled));
    } else if (end > from) {
      int expected = Math.min(readable, writable);
      Mismatch.unlessEqual(
          (long) expected, transfer(source, target, from, to, length, pulled), "bytes copied");
      byte[] moved = new byte[expected];
      source.oracle.get(from, moved);
      target.oracle.write(to, moved, 0, expected);
    }
  }

  private static long transfer(
      ExercisedFile source, ExercisedFile target, int from, int to, int length, boolean pulled)
      throws IOException {
    if (pulled) {
      source.channel.position(from);
      long moved = target.channel.transferFrom(source.channel, to, length);
      Mismatch.unlessEqual(from + moved, source.channel.position(), "position of the source");
      return moved;
    }
    target.channel.position(to);
    long moved = source.channel.transferTo(from, length, target.channel);
    Mismatch.unlessEqual(to + moved, target.channel.position(), "position of the target");
    return moved;
  }

  /** Puts a copy in the place of the other file, or leaves it as it is. */
  static void copyFile(ExercisedFile source, ExercisedFile target) throws IOException {
    int size = source.oracle.size();
    int good = source.oracle.goodUntil(0, size);
    if (good < size) {
      source.expectLoss(good / PAGE, () -> copy(source, target));
    } else {
      target.unmap();
      copy(source, target);
      target.reopen();
      target.oracle = source.oracle.copy();
    }
  }

  private static void copy(ExercisedFile source, ExercisedFile target) throws IOException {
    Files.copy(source.path, target.path, StandardCopyOption.REPLACE_EXISTING);
  }
}
