package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelsTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.FILE_CHANNEL);
  }

  @Test
  void readsAndWritesMoveThePosition() throws IOException {
    try (FileChannel channel = open("/f", 7, READ, WRITE)) {
      fact("3", () -> channel.read(ByteBuffer.allocate(3)));
      fact("3", channel::position);
      fact("4", () -> channel.read(ByteBuffer.allocate(9)));
      fact("-1", () -> channel.read(ByteBuffer.allocate(9)));
      fact("0", () -> channel.read(ByteBuffer.allocate(0)), unless(Difference.JIMFS_CHECKS, "-1"));
      fact("2", () -> channel.write(ByteBuffer.allocate(2)));
      fact("9", channel::position);
      fact("2", () -> channel.write(ByteBuffer.allocate(2), 1));
      fact("9", channel::position);
      fact("IllegalArgumentException", () -> channel.read(ByteBuffer.allocate(1), -1));
      fact("IllegalArgumentException", () -> channel.position(-1));
      fact("-1", () -> channel.read(ByteBuffer.allocate(1), 100));
    }
  }

  @Test
  void aWriteBehindTheEndLeavesZeros() throws IOException {
    try (FileChannel channel = open("/f", 2, READ, WRITE)) {
      channel.position(5);
      fact("2", channel::size);
      fact("-1", () -> channel.read(ByteBuffer.allocate(1)));
      fact("1", () -> channel.write(ByteBuffer.wrap(new byte[] {9})));
      fact("[0, 1, 0, 0, 0, 9]", () -> Arrays.toString(Files.readAllBytes(path("/f"))));
      fact(
          "1",
          () -> channel.write(ByteBuffer.allocate(1), 1L << 40),
          unless(Difference.JIMFS_SPARSE_FILES, "IOException: out of disk space"));
      fact("1099511627777", channel::size, unless(Difference.JIMFS_SPARSE_FILES, "6"));
    }
  }

  @Test
  void truncateOnlyMakesShorter() throws IOException {
    try (FileChannel channel = open("/f", 7, READ, WRITE)) {
      channel.position(6);
      channel.truncate(10);
      fact("7", channel::size);
      fact("6", channel::position);
      channel.truncate(3);
      fact("3", channel::size);
      fact("3", channel::position);
      channel.position(9);
      channel.truncate(5);
      fact("5", channel::position);
      fact("IllegalArgumentException", () -> channel.truncate(-1));
      channel.write(ByteBuffer.allocate(1), 6);
      fact("[0, 1, 2, 0, 0, 0, 0]", () -> Arrays.toString(Files.readAllBytes(path("/f"))));
    }
  }

  @Test
  void anAppendingChannelWritesAtTheEndWhateverItsPosition() throws IOException {
    try (FileChannel channel = open("/f", 3, APPEND)) {
      fact("3", channel::position, unless(Difference.JIMFS_APPENDS, "0"));
      channel.position(0);
      channel.write(ByteBuffer.wrap(new byte[] {8}));
      fact("4", channel::position);
      fact("1", () -> channel.write(ByteBuffer.wrap(new byte[] {9}), 0));
      fact("[0, 1, 2, 8, 9]", () -> Arrays.toString(Files.readAllBytes(path("/f"))));
      fact("NonReadableChannelException", () -> channel.read(ByteBuffer.allocate(1)));
      channel.truncate(1);
      fact("1", channel::size);
    }
  }

  @Test
  void buffersAreFilledAndEmptiedInTurn() throws IOException {
    try (FileChannel channel = open("/f", 5, READ, WRITE)) {
      ByteBuffer[] in = {
        ByteBuffer.allocate(2), ByteBuffer.allocateDirect(0), ByteBuffer.allocate(9)
      };
      fact("5", () -> channel.read(in));
      fact("2 0 3", () -> in[0].position() + " " + in[1].position() + " " + in[2].position());
      fact("-1", () -> channel.read(in));
      ByteBuffer[] out = {ByteBuffer.allocate(2), ByteBuffer.allocate(3)};
      fact("5", () -> channel.write(out));
      fact("10", channel::size);
      fact("IndexOutOfBoundsException", () -> channel.write(out, 1, 2));
      fact("0", () -> channel.write(out, 2, 0));
    }
  }

  @Test
  void aChannelDoesWhatItWasOpenedForUntilItIsClosed() throws IOException {
    FileChannel reader = open("/f", 5, READ);
    fact("NonWritableChannelException", () -> reader.write(ByteBuffer.allocate(1)));
    fact("NonWritableChannelException", () -> reader.write(ByteBuffer.allocate(1), 0));
    fact("NonWritableChannelException", () -> reader.truncate(0));
    fact(
        "IllegalArgumentException",
        () -> reader.read(ByteBuffer.allocate(1).asReadOnlyBuffer()),
        unless(Difference.JIMFS_CHECKS, "ReadOnlyBufferException"));
    reader.close();
    fact("ClosedChannelException", () -> reader.read(ByteBuffer.allocate(1)));
    fact("ClosedChannelException", reader::size);
    fact("ClosedChannelException", reader::position);
    fact(
        "ClosedChannelException",
        () -> reader.truncate(-1),
        unless(Difference.JIMFS_CHECKS, "IllegalArgumentException"));
    reader.close();
    try (FileChannel writer = open("/g", 5, WRITE)) {
      fact("NonReadableChannelException", () -> writer.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void channelsTransferToOthers() throws IOException {
    try (FileChannel from = open("/f", 10, READ);
        FileChannel to = open("/g", 0, READ, WRITE)) {
      fact("6", () -> from.transferTo(4, 100, to));
      fact("0 6", () -> from.position() + " " + to.position());
      fact("0", () -> from.transferTo(10, 5, to));
      fact("0", () -> from.transferTo(100, 5, to));
      fact("4", () -> to.transferFrom(from, 1, 4));
      fact("4 6", () -> from.position() + " " + to.position());
      fact("6", () -> to.transferFrom(from, 8, 100), unless(Difference.JIMFS_TRANSFERS, "0"));
      fact("14", to::size, unless(Difference.JIMFS_TRANSFERS, "6"));
      fact(
          "[4, 0, 1, 2, 3, 9, 0, 0, 4, 5, 6, 7, 8, 9]",
          () -> Arrays.toString(Files.readAllBytes(path("/g"))),
          unless(Difference.JIMFS_TRANSFERS, "[4, 0, 1, 2, 3, 9]"));
      fact("IllegalArgumentException", () -> from.transferTo(-1, 1, to));
      fact("NonWritableChannelException", () -> to.transferTo(0, 1, from));
      fact("NonWritableChannelException", () -> from.transferFrom(to, 0, 1));
    }
  }

  @Test
  void locksAreOfTheWholeJvm() throws IOException {
    Path file = file("/f", 100);
    FileChannel two = FileChannel.open(file, READ, WRITE);
    try (FileChannel one = FileChannel.open(file, READ, WRITE)) {
      FileLock lock = one.lock(0, 10, false);
      fact(
          "OverlappingFileLockException",
          () -> two.tryLock(5, 10, false).isValid(),
          unless(Difference.JIMFS_LOCKS, "true"));
      fact(
          "OverlappingFileLockException",
          () -> two.tryLock(5, 10, true).isValid(),
          unless(Difference.JIMFS_LOCKS, "true"));
      fact(
          "OverlappingFileLockException",
          () -> one.tryLock(0, 1, false).isValid(),
          unless(Difference.JIMFS_LOCKS, "true"));
      fact("true", () -> two.tryLock(10, 10, false).isValid());
      lock.release();
      fact("false", lock::isValid);
      fact("true", () -> two.tryLock(0, 10, true).isShared());
      two.close();
      fact("true", () -> one.tryLock().isValid());
      fact("IllegalArgumentException", () -> one.tryLock(-1, 1, false));
    }
    try (FileChannel reader = FileChannel.open(file, READ);
        FileChannel writer = FileChannel.open(file, WRITE)) {
      fact("NonWritableChannelException", () -> reader.tryLock());
      fact("NonReadableChannelException", () -> writer.tryLock(0, 1, true));
      fact("true", () -> reader.tryLock(0, Long.MAX_VALUE, true).isValid());
    }
  }

  @Test
  void mappingsShowTheFile() throws IOException {
    try (FileChannel channel = open("/f", 10, READ, WRITE)) {
      fact(
          "3",
          () -> channel.map(FileChannel.MapMode.READ_ONLY, 2, 5).get(1),
          unless(Difference.JIMFS_MAPPINGS, "UnsupportedOperationException"));
      fact(
          "[0, 1, 42, 3, 4, 5, 6, 7, 8, 9]",
          () -> {
            channel.map(FileChannel.MapMode.READ_WRITE, 0, 10).put(2, (byte) 42);
            return Arrays.toString(Files.readAllBytes(path("/f")));
          },
          unless(Difference.JIMFS_MAPPINGS, "UnsupportedOperationException"));
      fact(
          "20",
          () -> channel.map(FileChannel.MapMode.READ_WRITE, 0, 20).capacity(),
          unless(Difference.JIMFS_MAPPINGS, "UnsupportedOperationException"));
      fact("20", channel::size, unless(Difference.JIMFS_MAPPINGS, "10"));
    }
  }

  @Test
  void streamsReadAndWrite() throws IOException {
    Path file = path("/f");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes(10));
      out.write(7);
    }
    fact("11", () -> Files.size(file));
    try (InputStream in = Files.newInputStream(file)) {
      fact("11", in::available);
      fact("3", () -> in.skip(3));
      fact("3", in::read);
      fact("7", () -> in.readAllBytes().length);
      fact("-1", in::read);
    }
    fact(
        "IllegalArgumentException",
        () -> Files.newOutputStream(file, READ),
        unless(Difference.JIMFS_CHECKS, "UnsupportedOperationException"));
    fact("UnsupportedOperationException", () -> Files.newInputStream(file, WRITE));
    fact("/f", () -> Files.writeString(file, "a\nb\n"));
    fact("[a, b]", () -> Files.readAllLines(file));
    fact("/f", () -> Files.write(file, List.of("c"), APPEND, CREATE));
    fact("a\nb\nc\n", () -> Files.readString(file));
    Files.write(file, new byte[] {(byte) 0xff});
    fact("MalformedInputException: Input length = 1", () -> Files.readString(file));
  }

  private FileChannel open(String name, int size, OpenOption... options) throws IOException {
    return FileChannel.open(file(name, size), options);
  }
}
