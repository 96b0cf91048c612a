package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/** Adds to a number in a file, with a lock: of any file system, in any process. */
public final class LockedCounter {

  private LockedCounter() {}

  public static void main(String[] arguments) throws IOException {
    count(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  public static void count(Path file, int rounds) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      for (int i = 0; i < rounds; i++) {
        try (FileLock _ = channel.lock(0, Long.BYTES, false)) {
          ByteBuffer number = ByteBuffer.allocate(Long.BYTES).putLong(read(channel) + 1).flip();
          channel.write(number, 0);
        }
      }
    }
  }

  public static long read(FileChannel channel) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    channel.read(number, 0);
    return number.getLong(0);
  }
}
