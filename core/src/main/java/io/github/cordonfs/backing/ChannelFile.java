package io.github.cordonfs.backing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of any provider, read through a channel. */
final class ChannelFile implements BackingFile {

  private final Path path;
  private final String name;
  private final SeekableByteChannel channel;

  ChannelFile(Path path, String name, boolean writable) throws IOException {
    this.path = path;
    this.name = name;
    this.channel =
        writable
            ? Files.newByteChannel(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : Files.newByteChannel(path, StandardOpenOption.READ);
  }

  /** Of what the path leads to: a channel has no version. */
  @Override
  public BackingVersion version() throws IOException {
    return PathBacking.version(path, name);
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    ByteBuffer buffer = target.asByteBuffer();
    if (channel instanceof FileChannel file) {
      return file.read(buffer, position);
    }
    // It has one position for all.
    synchronized (channel) {
      channel.position(position);
      return channel.read(buffer);
    }
  }

  @Override
  public int write(long position, MemorySegment source) throws IOException {
    ByteBuffer buffer = source.asByteBuffer();
    if (channel instanceof FileChannel file) {
      return file.write(buffer, position);
    }
    synchronized (channel) {
      channel.position(position);
      return channel.write(buffer);
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    synchronized (channel) {
      if (size <= channel.size()) {
        var _ = channel.truncate(size);
        return;
      }
      // A channel grows by what is written to it only.
      channel.position(size - 1);
      var _ = channel.write(ByteBuffer.allocate(1));
    }
  }

  @Override
  public void force(boolean metadata) throws IOException {
    if (channel instanceof FileChannel file) {
      file.force(metadata);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
