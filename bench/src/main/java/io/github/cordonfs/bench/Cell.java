package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.Sizes;
import io.github.cordonfs.bench.measure.Threaded;
import java.util.Locale;

/**
 * One thing to compare all targets in.
 *
 * @param operation what is done
 * @param access in which order
 * @param size bytes of a block
 * @param buffer where the caller's buffer lies
 * @param threads how many do it at once
 */
record Cell(Operation operation, Access access, int size, BufferKind buffer, int threads)
    implements Threaded<Cell> {

  @Override
  public Cell withThreads(int count) {
    return new Cell(operation, access, size, buffer, count);
  }

  /** Returns the same with another kind of buffer. */
  Cell withBuffer(BufferKind kind) {
    return new Cell(operation, access, size, kind, threads);
  }

  /** Returns a text for people, such as {@code random read, 4 KiB, direct, 1 thread}. */
  @Override
  public String toString() {
    return "%s %s, %s, %s, %s"
        .formatted(
            lowerCase(access),
            lowerCase(operation),
            Sizes.format(size),
            lowerCase(buffer),
            Threaded.describe(threads));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
