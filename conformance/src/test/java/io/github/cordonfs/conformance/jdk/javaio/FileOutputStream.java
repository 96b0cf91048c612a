package io.github.cordonfs.conformance.jdk.javaio;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes a file through a channel. */
public final class FileOutputStream extends OutputStream {

  private final FileChannel channel;
  private final OutputStream stream;

  /** As {@code java.io.FileOutputStream}. */
  public FileOutputStream(File file) throws IOException {
    this(file, false);
  }

  /** As {@code java.io.FileOutputStream}. */
  public FileOutputStream(String name) throws IOException {
    this(File.of(Path.of(name)), false);
  }

  /** As {@code java.io.FileOutputStream}. */
  public FileOutputStream(String name, boolean append) throws IOException {
    this(File.of(Path.of(name)), append);
  }

  /** As {@code java.io.FileOutputStream}. */
  public FileOutputStream(File file, boolean append) throws IOException {
    channel = FileChannel.open(file.toPath(), CREATE, WRITE, append ? APPEND : TRUNCATE_EXISTING);
    stream = Channels.newOutputStream(channel);
  }

  /** As {@code java.io.FileOutputStream}. */
  public FileChannel getChannel() {
    return channel;
  }

  @Override
  public void write(int value) throws IOException {
    stream.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    stream.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
