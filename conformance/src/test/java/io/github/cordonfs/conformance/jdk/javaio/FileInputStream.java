package io.github.cordonfs.conformance.jdk.javaio;

import static java.nio.file.StandardOpenOption.READ;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads a file through a channel. */
public final class FileInputStream extends FilterInputStream {

  private final FileChannel channel;

  /** As {@code java.io.FileInputStream}. */
  public FileInputStream(File file) throws IOException {
    this(FileChannel.open(file.toPath(), READ));
  }

  /** As {@code java.io.FileInputStream}. */
  public FileInputStream(String name) throws IOException {
    this(FileChannel.open(Path.of(name), READ));
  }

  private FileInputStream(FileChannel channel) {
    super(Channels.newInputStream(channel));
    this.channel = channel;
  }

  /** As {@code java.io.FileInputStream}. */
  public FileChannel getChannel() {
    return channel;
  }
}
