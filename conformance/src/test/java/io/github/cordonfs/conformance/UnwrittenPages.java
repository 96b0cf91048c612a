package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Follows {@link Deliberate#ALLOCATED_IS_NOT_WRITTEN}: pages that were allocated when they had been
 * allocated before and nobody had written them. On Linux they are data from then on.
 */
final class UnwrittenPages extends Aftermath {

  private final Set<Place> pages = new HashSet<>();

  /** Those among the pages of an allocation that were allocated before it. */
  private final Set<Place> met = new HashSet<>();

  UnwrittenPages(FileSystem fs) {
    super(fs);
  }

  @Override
  void look(Path file, TraceLine line) throws IOException {
    met.clear();
    if (line.operation() == Operation.ALLOCATE) {
      Object inode = Place.inode(file);
      long end = line.value(1) + line.value(2);
      for (long at = line.value(1) / PAGE * PAGE; at < end; at += PAGE) {
        if (isReserved(file, at)) {
          met.add(new Place(inode, at));
        }
      }
    }
  }

  /** Tells whether a page has memory, but no data. */
  private boolean isReserved(Path file, long offset) throws IOException {
    try (var channel = open(file)) {
      return CordonFileSystem.of(fs).memoryFailures().frameOf(file, offset) >= 0
          && channel.seekData(offset) != offset;
    }
  }

  @Override
  Verdict follow(Path file, TraceLine line) throws IOException {
    if (line.operation() == Operation.ALLOCATE) {
      pages.addAll(met);
    }
    if (pages.isEmpty() || line.operation() == Operation.DROPCACHES) {
      return Verdict.EQUAL;
    }
    Object inode = Place.inode(file);
    pages.removeIf(each -> each.inode().equals(inode) && isRemoved(each, line));
    Verdict verdict = Verdict.EQUAL;
    try (var channel = open(file)) {
      for (Iterator<Place> all = pages.iterator(); all.hasNext(); ) {
        Place each = all.next();
        if (each.inode().equals(inode) && each.offset() < channel.size()) {
          all.remove();
          verdict = Verdict.worst(verdict, comeToLight(channel, each.offset()));
        }
      }
    }
    return verdict;
  }

  /** Checks that a page is a hole, and makes it the zeros that it is on Linux. */
  private static Verdict comeToLight(CordonFileChannel channel, long offset) throws IOException {
    if (channel.seekData(offset) == offset) {
      return Verdict.EQUAL; // written by the operation that brought it to light, or poisoned
    }
    channel.write(ByteBuffer.allocate(1), offset);
    return Verdict.DELIBERATE;
  }

  private boolean isRemoved(Place page, TraceLine line) {
    return switch (line.operation()) {
      case PUNCH ->
          line.value(1) <= page.offset() && page.offset() + PAGE <= line.value(1) + line.value(2);
      case TRUNCATE -> isCut(line) && line.value(1) <= page.offset();
      default -> false;
    };
  }
}
