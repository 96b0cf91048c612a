package io.github.cordonfs.conformance.exerciser;

import static io.github.cordonfs.conformance.exerciser.Oracle.PAGE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;

/** Reads and writes. */
final class ContentSteps {

  private final ExercisedFile file;

  ContentSteps(ExercisedFile file) {
    this.file = file;
  }

  void read(Operation operation, Part.Range range) throws IOException {
    int at = range.from();
    int end = Math.min(range.end(), file.oracle.size());
    ByteBuffer buffer = Bytes.target(range.length(), operation.salt());
    if (at >= end) {
      int nothing = operation.kind() == Operation.Kind.TRANSFER_TO ? 0 : -1;
      Mismatch.unlessEqual(nothing, read(operation, at, buffer), "read at the end of the file");
      return;
    }
    int good = file.oracle.goodUntil(at, end);
    if (good == at) {
      file.expectLoss(at / PAGE, () -> read(operation, at, buffer));
      Bytes.checkRest(buffer, 0);
      return;
    }
    int read = read(operation, at, buffer);
    Mismatch.unlessEqual(good - at, read, "bytes read at " + at);
    compare(at, buffer, read);
    Bytes.checkRest(buffer, read);
  }

  // Leaves the buffer's position anywhere.
  private int read(Operation operation, int at, ByteBuffer buffer) throws IOException {
    return switch (operation.kind()) {
      case READ_NEXT, SCATTER -> readNext(operation, at, buffer);
      case READ_INTO_MEMORY ->
          file.channel.read(MemorySegment.ofBuffer(buffer), 0, buffer.limit(), at);
      case TRANSFER_TO -> transferTo(at, buffer);
      default -> file.channel.read(buffer, at);
    };
  }

  private int readNext(Operation operation, int at, ByteBuffer buffer) throws IOException {
    file.channel.position(at);
    int read =
        operation.kind() == Operation.Kind.READ_NEXT
            ? file.channel.read(buffer)
            : (int) file.channel.read(Bytes.thirds(buffer, operation.salt()));
    Mismatch.unlessEqual(
        (long) at + Math.max(0, read), file.channel.position(), "position after a read");
    return read;
  }

  private int transferTo(int at, ByteBuffer buffer) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    long moved = file.channel.transferTo(at, buffer.limit(), Channels.newChannel(sink));
    Mismatch.unlessEqual((long) sink.size(), moved, "bytes that a transfer says it moved");
    buffer.put(sink.toByteArray());
    return (int) moved;
  }

  private void compare(int at, ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    compare(at, bytes, length);
  }

  private void compare(int at, byte[] bytes, int length) {
    int wrong = file.oracle.mismatch(at, bytes, length);
    if (wrong >= 0) {
      throw new Mismatch(
          "byte at %d (page %d) was read as %d and not as %d"
              .formatted(wrong, wrong / PAGE, bytes[wrong - at], file.oracle.at(wrong)));
    }
  }

  void readAll(Operation operation) throws IOException {
    int size = file.oracle.size();
    int good = file.oracle.goodUntil(0, size);
    if (good < size) {
      file.expectLoss(good / PAGE, () -> readAll(operation.salt()));
      return;
    }
    byte[] all = readAll(operation.salt());
    Mismatch.unlessEqual(size, all.length, "bytes in the whole file");
    compare(0, all, size);
  }

  private byte[] readAll(int salt) throws IOException {
    if (salt % 2 == 0) {
      return Files.readAllBytes(file.path);
    }
    try (InputStream in = Files.newInputStream(file.path)) {
      return in.readAllBytes();
    }
  }

  void write(Operation operation, Part.Range range) throws IOException {
    int at = range.from();
    int from = Bytes.from(operation, range.length());
    ByteBuffer buffer = Bytes.source(from, range.length(), operation.salt());
    int good = writableUntil(at, range.end());
    if (good == at) {
      file.expectLoss(at / PAGE, () -> write(operation, at, buffer));
      return;
    }
    int written = write(operation, at, buffer);
    Mismatch.unlessEqual(good - at, written, "bytes written at " + at);
    wrote(at, from, written);
  }

  // In several parts a write of a whole page may be none of its parts: not where that matters.
  private int write(Operation operation, int at, ByteBuffer buffer) throws IOException {
    return switch (file.heals ? Operation.Kind.WRITE : operation.kind()) {
      case WRITE_NEXT, GATHER -> writeNext(operation, at, buffer);
      case TRANSFER_FROM -> transferFrom(at, buffer);
      default -> file.channel.write(buffer, at);
    };
  }

  private int writeNext(Operation operation, int at, ByteBuffer buffer) throws IOException {
    file.channel.position(at);
    int written =
        operation.kind() == Operation.Kind.WRITE_NEXT
            ? file.channel.write(buffer)
            : (int) file.channel.write(Bytes.thirds(buffer, operation.salt()));
    Mismatch.unlessEqual((long) at + written, file.channel.position(), "position after a write");
    return written;
  }

  private int transferFrom(int at, ByteBuffer buffer) throws IOException {
    byte[] source = new byte[buffer.limit()];
    buffer.get(0, source);
    ByteArrayInputStream in = new ByteArrayInputStream(source);
    boolean moved = false;
    try {
      int count = (int) file.channel.transferFrom(Channels.newChannel(in), at, source.length);
      moved = true;
      return count;
    } finally {
      if (!moved) {
        Mismatch.unlessEqual(source.length, in.available(), "bytes left in the source");
      }
    }
  }

  void append(Operation operation) throws IOException {
    int at = file.oracle.size();
    int length = Math.min(operation.length(), Operation.END - at);
    if (length == 0) {
      return;
    }
    int from = Bytes.from(operation, length);
    ByteBuffer buffer = Bytes.source(from, length, operation.salt());
    int good = writableUntil(at, at + length);
    if (good == at) {
      file.expectLoss(at / PAGE, () -> file.appender.write(buffer));
    } else {
      Mismatch.unlessEqual(good - at, file.appender.write(buffer), "bytes appended");
      wrote(at, from, good - at);
    }
  }

  /** Returns how far a write of a range gets. */
  private int writableUntil(int at, int end) {
    int good = file.oracle.goodUntil(at, end);
    while (file.heals && good < end && good % PAGE == 0 && coversPage(good, end)) {
      good = file.oracle.goodUntil(Math.min(end, good + PAGE), end);
    }
    return good;
  }

  private boolean coversPage(int start, int end) {
    return end >= Math.min(start + PAGE, file.oracle.size());
  }

  private void wrote(int at, int from, int length) {
    for (int page = at / PAGE; page * PAGE < at + length; page++) {
      if (file.oracle.isLost(page)) {
        file.oracle.clear(page * PAGE, page * PAGE + 1);
      }
    }
    file.oracle.write(at, Bytes.NOISE, from, length);
  }
}
