package io.github.cordonfs.nio;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh small file system for every test, with injection. */
public abstract class CordonFixture {

  public static final int PAGE = 4096;
  public static final long SIZE = 64L << 20;

  protected FileSystem fs;

  public static CordonOptions options() {
    return CordonOptions.builder().size(SIZE).injection(true).build();
  }

  @BeforeEach
  protected void open() throws IOException {
    fs = Cordon.newFileSystem(options());
  }

  @AfterEach
  protected void close() throws IOException {
    fs.close();
  }

  protected Path path(String text) {
    return fs.getPath(text);
  }

  /** Makes a file of bytes that differ everywhere from zero and from page to page. */
  protected Path file(String name, int size) throws IOException {
    return Files.write(path(name), bytes(size));
  }

  public static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    for (int i = 0; i < size; i++) {
      bytes[i] |= 1;
    }
    return bytes;
  }

  protected MemoryFailures failures() {
    return CordonFileSystem.of(fs).memoryFailures();
  }

  /** Makes a file of some pages, one of them poisoned. */
  protected Path fileWithPoison(String name, int pages, int poisoned) throws IOException {
    Path file = file(name, pages * PAGE);
    failures().strike(file, (long) poisoned * PAGE);
    return file;
  }

  protected CordonFileChannel channel(Path file, OpenOption... options) throws IOException {
    return CordonFileChannel.of(FileChannel.open(file, options));
  }

  protected CordonFileChannel readWrite(String name) throws IOException {
    return channel(
        path(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
