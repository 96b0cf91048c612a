package io.github.cordonfs.conformance.jdk.javaio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads and writes a file through a channel. */
public final class RandomAccessFile implements Closeable {

  private final FileChannel channel;

  /** As {@code java.io.RandomAccessFile}. */
  public RandomAccessFile(String name, String mode) throws IOException {
    this(File.of(Path.of(name)), mode);
  }

  /** As {@code java.io.RandomAccessFile}. */
  public RandomAccessFile(File file, String mode) throws IOException {
    channel =
        mode.equals("r")
            ? FileChannel.open(file.toPath(), READ)
            : FileChannel.open(file.toPath(), CREATE, READ, WRITE);
  }

  /** As {@code java.io.RandomAccessFile}. */
  public FileChannel getChannel() {
    return channel;
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void seek(long position) throws IOException {
    channel.position(position);
  }

  /** As {@code java.io.RandomAccessFile}. */
  public long getFilePointer() throws IOException {
    return channel.position();
  }

  /** As {@code java.io.RandomAccessFile}. */
  public long length() throws IOException {
    return channel.size();
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void setLength(long length) throws IOException {
    if (length > channel.size()) {
      channel.write(ByteBuffer.allocate(1), length - 1);
    } else {
      channel.truncate(length);
    }
  }

  /** As {@code java.io.RandomAccessFile}. */
  public int read() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return channel.read(one) < 0 ? -1 : one.get(0) & 0xff;
  }

  /** As {@code java.io.RandomAccessFile}. */
  public int read(byte[] bytes) throws IOException {
    return channel.read(ByteBuffer.wrap(bytes));
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void readFully(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value});
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void writeByte(int value) throws IOException {
    write(value);
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void writeBytes(String text) throws IOException {
    write(text.getBytes(ISO_8859_1));
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void writeLong(long value) throws IOException {
    write(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** As {@code java.io.RandomAccessFile}. */
  public void writeInt(int value) throws IOException {
    write(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
