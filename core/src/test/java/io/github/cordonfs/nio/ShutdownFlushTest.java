package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mount that nobody closed does when the JVM ends. */
@Tag("B23")
class ShutdownFlushTest {

  @TempDir Path directory;

  /** Writes, and ends without closing anything. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      CordonOptions options =
          CordonOptions.builder()
              .size("8m")
              .writable(true)
              .flushAtShutdown(Boolean.parseBoolean(args[1]))
              .build();
      CordonFileSystem fs = Cordon.mount(Path.of(args[0]), options);
      FileChannel channel =
          FileChannel.open(
              fs.getPath("/file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.write(ByteBuffer.wrap("written".getBytes(StandardCharsets.UTF_8)));
      System.exit(0);
    }
  }

  private String contentAfter(boolean flush) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    ChildJvm.runCompiled(directory, Program.class, disk.toString(), "" + flush);
    return Files.readString(disk.resolve("file"));
  }

  @Test
  void itHasTheDirectoryGetWhatWasWritten() throws Exception {
    assertThat(contentAfter(true)).isEqualTo("written");
  }

  @Test
  void unlessItIsNotToDoThat() throws Exception {
    assertThat(contentAfter(false)).isEqualTo("\0".repeat(7));
  }
}
