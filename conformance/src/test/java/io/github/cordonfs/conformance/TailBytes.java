package io.github.cordonfs.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Follows {@link Deliberate#NOTHING_BEHIND_THE_END}: bytes that were stored on Linux in the last
 * page of a file, but behind its end.
 */
final class TailBytes extends Aftermath {

  private final Map<Place, Byte> bytes = new HashMap<>();

  TailBytes(FileSystem fs) {
    super(fs);
  }

  @Override
  Verdict follow(Path file, TraceLine line) throws IOException {
    Object inode = Place.inode(file);
    if (line.operation() == Operation.STORE && line.value(1) >= Files.size(file)) {
      bytes.put(new Place(inode, line.value(1)), (byte) line.value(2));
      return Verdict.EQUAL;
    }
    bytes.keySet().removeIf(each -> each.inode().equals(inode) && isGone(each, line));
    Verdict verdict = Verdict.EQUAL;
    for (Iterator<Map.Entry<Place, Byte>> all = bytes.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Place, Byte> each = all.next();
      Place place = each.getKey();
      if (place.inode().equals(inode) && place.offset() < Files.size(file)) {
        verdict = Verdict.worst(verdict, comeToLight(file, place.offset(), each.getValue()));
        all.remove();
      }
    }
    return verdict;
  }

  /** Checks that a byte is zero, and makes it what it is on Linux. */
  private static Verdict comeToLight(Path file, long offset, byte value) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(1);
    try (var channel = open(file)) {
      channel.read(found, offset);
      channel.write(ByteBuffer.wrap(new byte[] {value}), offset);
    }
    return found.get(0) == 0 ? Verdict.DELIBERATE : Verdict.DIFFERENT;
  }

  /** Tells whether a byte is gone on Linux, too, or was replaced in both. */
  private boolean isGone(Place place, TraceLine line) {
    return switch (line.operation()) {
      case TRUNCATE -> isCut(line);
      case PUNCH -> place.isIn(line.value(1), line.value(2));
      case POISON -> place.isIn(line.value(1) * Pages.PAGE, Pages.PAGE);
      case PWRITE, COPY -> place.isIn(line.changedOffset(), line.count());
      default -> false;
    };
  }
}
