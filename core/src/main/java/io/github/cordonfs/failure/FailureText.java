package io.github.cordonfs.failure;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import java.util.List;

/** What the log says of a memory failure, in one line. */
final class FailureText {

  private FailureText() {}

  static String of(String fileSystem, MemoryFailureEvent event) {
    return "memory failure in file system %s: frame %d (pfn %s), found by %s: %s; %s, %s"
        .formatted(
            fileSystem,
            event.frame(),
            pfn(event),
            event.source(),
            loss(event),
            event.outcome(),
            event.message());
  }

  /** In the kernel's notation, so that one can be looked for in the other's log. */
  private static String pfn(MemoryFailureEvent event) {
    return event.kernelPfn().isPresent()
        ? "0x" + Long.toHexString(event.kernelPfn().getAsLong())
        : "unknown";
  }

  private static String loss(MemoryFailureEvent event) {
    if (event.pageIndex() < 0) {
      return "in no file";
    }
    return "%d bytes at offset %d of %s %s, folio order %d"
        .formatted(
            event.range().length(),
            event.range().offset(),
            file(event),
            event.message() == MessageType.CLEAN_PAGE ? "to be read again" : "lost",
            event.folioOrder());
  }

  private static String file(MemoryFailureEvent event) {
    List<String> paths = event.paths();
    if (paths.isEmpty()) {
      return "an unlinked file";
    }
    return paths.size() == 1
        ? paths.getFirst()
        : paths.getFirst() + " (one of " + paths.size() + " links)";
  }
}
