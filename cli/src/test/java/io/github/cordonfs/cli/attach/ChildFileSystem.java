package io.github.cordonfs.cli.attach;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program with a file system in memory, or with a mount if it is given a directory, until its
 * input ends.
 */
final class ChildFileSystem {

  private ChildFileSystem() {}

  public static void main(String[] args) throws IOException {
    var _ = ManagementFactory.getPlatformMBeanServer(); // the bean is there at once
    CordonOptionsBuilder options =
        CordonOptions.builder().name("child").size(16L << 20).injection(true);
    if (args.length > 0) {
      mounted(Path.of(args[0]), options);
      return;
    }
    try (CordonFileSystem fs = Cordon.newFileSystem(options.build())) {
      Path file = Files.write(fs.getPath("/data\u0007"), new byte[20_000]);
      fs.memoryFailures().strike(file, 5000);
      untilTheInputEnds();
    }
  }

  /** Reads a file four times, of which the first has to wait, and writes a page. */
  private static void mounted(Path directory, CordonOptionsBuilder options) throws IOException {
    Files.write(directory.resolve("file"), new byte[100]);
    try (CordonFileSystem fs = Cordon.mount(directory, options.writable(true).build());
        FileChannel channel = FileChannel.open(fs.getPath("/file"))) {
      for (int i = 0; i < 4; i++) {
        channel.read(ByteBuffer.allocate(100), 0);
      }
      Files.write(fs.getPath("/new"), new byte[4096]);
      untilTheInputEnds();
    }
  }

  private static void untilTheInputEnds() throws IOException {
    System.out.println("ready");
    var _ = System.in.read();
  }
}
