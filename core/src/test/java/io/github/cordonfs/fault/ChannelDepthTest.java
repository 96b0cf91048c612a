package io.github.cordonfs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many calls there are from a channel to the copy: as few as {@code CopyDepthTest} says why.
 * The real path is seen in an error of the reader's own memory, which is thrown where the copy is.
 */
@EnabledOnOs(OS.LINUX)
class ChannelDepthTest {

  private static final int PAGE = 4096;

  @TempDir private Path directory;

  /** The calls of Cordon's own that lead to an error, those of a channel first. */
  private static List<String> calls(ThrowingCallable read) {
    InternalError error = catchThrowableOfType(InternalError.class, read);
    List<String> calls =
        Arrays.stream(error.getStackTrace())
            .takeWhile(frame -> !frame.getClassName().equals(ChannelDepthTest.class.getName()))
            .filter(frame -> frame.getClassName().startsWith("io.github.cordonfs."))
            .map(
                frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
            .toList()
            .reversed();
    return calls.stream()
        .takeWhile(call -> !call.startsWith("MappedPoolMemory.") && !call.startsWith("Linux."))
        .toList();
  }

  @Test
  void readsAreShort() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(64 << 20).build())) {
      Path file = Files.write(fs.getPath("/file"), new byte[4 * PAGE]);
      // Of an arena that nobody can close: another one would have to be kept open.
      MemorySegment own = BadPage.ownMemory(directory.resolve("own"), 1, Arena.ofAuto());
      BadPage.inOwnMemory(own, 0);
      ByteBuffer buffer = own.asByteBuffer();
      try (CordonFileChannel channel = CordonFileChannel.of(FileChannel.open(file))) {
        assertThat(calls(() -> channel.read(buffer, 0)))
            .containsExactly(
                "CordonChannel.read",
                "CordonChannel.tryRead",
                "AddressSpace.read",
                "SpaceTransfer.read");
        assertThat(calls(() -> channel.read(buffer)))
            .containsExactly(
                "CordonChannel.read",
                "CordonChannel.tryRead",
                "AddressSpace.read",
                "SpaceTransfer.read");
        assertThat(calls(() -> channel.read(own, 0, PAGE, 0)))
            .containsExactly(
                "CordonChannel.read",
                "CordonChannel.readPlain",
                "AddressSpace.read",
                "SpaceTransfer.read");
      }
    }
  }
}
