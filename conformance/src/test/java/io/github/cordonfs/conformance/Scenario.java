package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the observed scenarios begin with: a fresh file system, and a file full of data. */
abstract class Scenario {

  static final long SIZE = 64L << 20;

  private final HugePolicy huge;
  private final int pages;

  FileSystem fs;
  Path file;
  CordonFileChannel channel;

  /** Scenarios with a file of some pages. */
  Scenario(HugePolicy huge, int pages) {
    this.huge = huge;
    this.pages = pages;
  }

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(CordonOptions.builder().size(SIZE).huge(huge).injection(true).build());
    file = Files.write(fs.getPath("/file"), Pages.data(pages));
    channel = open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  static CordonFileChannel open(Path path, OpenOption... options) throws IOException {
    return CordonFileChannel.of(FileChannel.open(path, options));
  }

  MemoryFailures failures() {
    return CordonFileSystem.of(fs).memoryFailures();
  }

  MemoryFailureEvent poison(long page) throws IOException {
    return failures().strike(file, page * PAGE);
  }

  int frameOf(long page) throws IOException {
    return failures().frameOf(file, page * PAGE);
  }

  /** Returns what 4 KiB reads of the file's first pages give. */
  String reads() throws IOException {
    return Pages.reads(channel, pages);
  }

  /** Returns what one read gives. */
  String read(int length, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    channel.read(buffer, offset);
    return Pages.content(buffer, (int) (offset / PAGE));
  }

  int write(int length, long offset) throws IOException {
    return channel.write(Pages.other(length), offset);
  }

  Object blocks() throws IOException {
    return Files.getAttribute(file, "unix:blocks");
  }

  /** Checks that an operation ends with what is EIO on Linux. */
  static void isInputOutputError(Call call) {
    assertThatThrownBy(call::run).isInstanceOf(PoisonedPageException.class);
  }

  /** Something that may fail. */
  interface Call {
    void run() throws IOException;
  }
}
