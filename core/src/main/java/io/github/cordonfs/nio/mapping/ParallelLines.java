package io.github.cordonfs.nio.mapping;

import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.lang.foreign.Arena;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.util.Optional;

/**
 * The mapping that the JDK makes for {@code Files.lines(path).parallel()} with a path of the
 * default file system, so one of the overlay's. The JDK unmaps it itself, which fails with buffers
 * that are read-only and were made of a segment, as all of ours are. For one that can be written it
 * does nothing, and the collector unmaps it later: so the JDK gets such a buffer, of pages that can
 * only be read. It writes nothing, and no other code sees it (contract row S77).
 */
public final class ParallelLines {

  private static final String JDKS = "java.nio.file.FileChannelLinesSpliterator";

  private static final StackWalker STACK = StackWalker.getInstance();

  private ParallelLines() {}

  /** Tells whether that is who calls the caller. */
  public static boolean isMapping() {
    // The first frame is this method's, the next its caller's.
    Optional<String> who = STACK.walk(all -> all.skip(2).findFirst().map(StackFrame::getClassName));
    return who.filter(JDKS::equals).isPresent();
  }

  /** Maps for it. */
  public static MappedByteBuffer buffer(FileMapping mapping, long position, long size)
      throws IOException {
    return (MappedByteBuffer)
        mapping
            .map(MapMode.READ_ONLY, MapMode.PRIVATE, position, size, Arena.ofAuto(), false)
            .asByteBuffer();
  }
}
