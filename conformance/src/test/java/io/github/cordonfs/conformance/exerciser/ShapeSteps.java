package io.github.cordonfs.conformance.exerciser;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/** Holes, sizes and names. */
final class ShapeSteps {

  private final ExercisedFile file;

  ShapeSteps(ExercisedFile file) {
    this.file = file;
  }

  void punch(Part.Range range) throws IOException {
    file.channel.punchHole(range.from(), range.length());
    file.oracle.punch(range.from(), range.end());
  }

  void allocate(Operation operation, Part.Range range) throws IOException {
    boolean keepSize = !file.part.isAll() || operation.salt() % 2 == 0;
    file.channel.allocate(range.from(), range.length(), keepSize);
    if (!keepSize && range.end() > file.oracle.size()) {
      file.oracle.resize(range.end());
    }
  }

  void setSize(Operation operation, Part.Range range) throws IOException {
    int size = size(operation, range);
    file.channel.setSize(size);
    file.oracle.resize(size);
  }

  void truncate(Operation operation, Part.Range range) throws IOException {
    int size = size(operation, range);
    file.channel.truncate(size);
    if (size < file.oracle.size()) {
      file.oracle.resize(size);
    }
  }

  // Mostly not far from the longest: short files are soon exercised.
  private static int size(Operation operation, Part.Range range) {
    return operation.salt() % 4 == 0
        ? range.from()
        : Operation.END - range.from() % (1 << operation.salt() % 23);
  }

  /** Looks for data and holes: what is said to be a hole is one. */
  void seek(Operation operation, Part.Range range) throws IOException {
    int at = range.from();
    int size = file.oracle.size();
    int end = Math.min(file.part.piece(operation.offset()).end(), size);
    long data = file.channel.seekData(at);
    long hole = file.channel.seekHole(at);
    if (at >= size) {
      Mismatch.unlessEqual(-1L, data, "data behind the end");
      Mismatch.unlessEqual(-1L, hole, "hole behind the end");
      return;
    }
    expectEmpty(at, data, end);
    if (hole < at || hole > size) {
      throw new Mismatch("hole after " + at + " at " + hole + " of " + size);
    }
    if (hole < size) {
      expectEmpty((int) hole, file.part.isAll() ? file.channel.seekData(hole) : hole + 1, end);
    }
  }

  private void expectEmpty(int from, long data, int end) {
    int until = data < 0 ? end : (int) Math.min(data, end);
    if ((data >= 0 && data < from) || (until > from && !file.oracle.isEmpty(from, until))) {
      throw new Mismatch("from " + from + " to " + data + " is no hole");
    }
  }

  void rename() throws IOException {
    String name = file.path.getFileName().toString();
    String other = name.endsWith("2") ? name.substring(0, name.length() - 1) : name + "2";
    file.path = Files.move(file.path, file.path.resolveSibling(other));
  }

  /** Deletes it, and makes a new one, which is sometimes full. */
  void replace(Operation operation) throws IOException {
    file.unmap();
    Files.delete(file.path);
    file.reopen();
    file.oracle = new Oracle();
    if (operation.salt() % 4 != 0) {
      file.channel.write(ByteBuffer.wrap(Bytes.NOISE, 0, Operation.END), 0);
      file.oracle.write(0, Bytes.NOISE, 0, Operation.END);
    }
  }
}
