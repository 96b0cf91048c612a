package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;

import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows {@link Deliberate#LOADED_HOLES_STAY}: pages that were holes until a load, or the look-up
 * of a soft offline, gave them memory. On Linux they are clean as long as nothing is written to
 * them, and dropping caches makes them holes again.
 */
final class CleanPages extends Aftermath {

  private final Set<Place> pages = new HashSet<>();
  private boolean wasHole;

  CleanPages(FileSystem fs) {
    super(fs);
  }

  @Override
  void look(Path file, TraceLine line) throws IOException {
    if (givesMemory(line)) {
      wasHole = CordonFileSystem.of(fs).memoryFailures().frameOf(file, page(line)) < 0;
    }
  }

  private static boolean givesMemory(TraceLine line) {
    return line.operation() == Operation.LOAD || line.operation() == Operation.SOFTOFFLINE;
  }

  /** Returns the first byte of the page that was loaded or taken offline. */
  private static long page(TraceLine line) {
    return line.operation() == Operation.LOAD ? line.value(1) / PAGE * PAGE : line.value(1) * PAGE;
  }

  @Override
  Verdict follow(Path file, TraceLine line) throws IOException {
    if (line.operation() == Operation.DROPCACHES) {
      return drop();
    }
    Object inode = Place.inode(file);
    if (givesMemory(line) && wasHole) {
      pages.add(new Place(inode, page(line)));
    }
    pages.removeIf(each -> each.inode().equals(inode) && isWritten(each, line));
    return Verdict.EQUAL;
  }

  /** Tells whether an operation wrote to a page, or took it away, in whole or in part. */
  private boolean isWritten(Place page, TraceLine line) {
    return switch (line.operation()) {
      case STORE -> page.overlaps(line.value(1), 1);
      case PWRITE, COPY -> page.overlaps(line.changedOffset(), line.count());
      case PUNCH, ALLOCATE -> page.overlaps(line.value(1), line.value(2));
      case POISON -> page.overlaps(line.value(1) * PAGE, 1);
      case TRUNCATE -> isCut(line) && page.offset() + PAGE > line.value(1);
      default -> false;
    };
  }

  private Verdict drop() throws IOException {
    Verdict verdict = Verdict.EQUAL;
    try (Stream<Path> files = Files.list(fs.getPath("/"))) {
      for (Iterator<Path> all = files.iterator(); all.hasNext(); ) {
        Path file = all.next();
        Object inode = Place.inode(file);
        for (Place page : pages) {
          if (page.inode().equals(inode)) {
            verdict = Verdict.worst(verdict, drop(file, page.offset()));
          }
        }
        // Another link of the same file may follow.
        pages.removeIf(each -> each.inode().equals(inode));
      }
    }
    pages.clear();
    return verdict;
  }

  /** Checks that a page is there and all zero, and makes it the hole that it is on Linux. */
  private static Verdict drop(Path file, long offset) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(PAGE);
    try (var channel = open(file)) {
      channel.read(content, offset);
      boolean isData = channel.seekData(offset) == offset;
      channel.punchHole(offset, PAGE);
      boolean isZero = Arrays.equals(content.array(), new byte[PAGE]);
      return isData && isZero ? Verdict.DELIBERATE : Verdict.DIFFERENT;
    }
  }
}
