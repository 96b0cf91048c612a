package io.github.cordonfs.conformance.exerciser;

/**
 * Which part of a file belongs to somebody: all of it, or of each 2 MiB every so many-th piece, so
 * that those who share a file share each of its huge folios.
 *
 * @param number from 0
 * @param of how many parts there are
 */
record Part(int number, int of) {

  static final Part ALL = new Part(0, 1);

  private static final int HUGE = 1 << 21;

  /** Returns whether nobody else has a part. */
  boolean isAll() {
    return of == 1;
  }

  /** Returns the piece that an offset belongs to, brought into the part. */
  Range piece(int offset) {
    if (isAll()) {
      return new Range(0, Operation.END);
    }
    int length = HUGE / of;
    int from = offset / HUGE * HUGE + number * length;
    return from < Operation.END
        ? new Range(from, Math.min(from + length, Operation.END))
        : new Range(number * length, (number + 1) * length);
  }

  /** Returns the bytes an operation is about, at least one. */
  Range range(Operation operation) {
    Range piece = piece(operation.offset());
    int length = piece.end() - piece.from();
    int from = piece.from() + Math.min(operation.offset(), Operation.END - 1) % length;
    return new Range(from, Math.min(piece.end(), from + operation.length()));
  }

  /**
   * Bytes of a file.
   *
   * @param from the first one
   * @param end behind the last one
   */
  record Range(int from, int end) {
    int length() {
      return end - from;
    }
  }
}
