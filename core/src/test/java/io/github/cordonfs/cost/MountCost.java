package io.github.cordonfs.cost;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads all files of a mounted directory, over and over until so many bytes were read, says so, and
 * waits to be told to end. Runs in a JVM of its own.
 */
final class MountCost {

  private MountCost() {}

  public static void main(String[] args) throws IOException {
    long left = Long.parseLong(args[2]);
    CordonOptions options =
        CordonOptions.builder().size(Long.parseLong(args[1])).physicalHugePages(false).build();
    try (CordonFileSystem mount = Cordon.mount(Path.of(args[0]), options)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
      while (left > 0) {
        for (Path file : files(mount)) {
          left -= read(file, buffer);
        }
      }
      System.out.println(mount.memoryUsage().usedBytes());
      int _ = System.in.read();
    }
  }

  private static List<Path> files(FileSystem mount) throws IOException {
    try (Stream<Path> walk = Files.walk(mount.getPath("/"))) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static long read(Path file, ByteBuffer buffer) throws IOException {
    long read = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      for (int n = 0; n >= 0; n = channel.read(buffer.clear())) {
        read += n;
      }
    }
    return read;
  }
}
