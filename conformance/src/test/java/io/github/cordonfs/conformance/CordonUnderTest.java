package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.SoftOfflineResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Does the operations of a trace in a file system of Cordon. Results have the form of the trace,
 * and come from Cordon alone, but for what {@link SystemCall} refuses; nothing is remembered here.
 */
final class CordonUnderTest {

  private final FileSystem fs;
  private final MemoryFailures failures;

  CordonUnderTest(FileSystem fs) {
    this.fs = fs;
    this.failures = CordonFileSystem.of(fs).memoryFailures();
  }

  /** Does an operation. What Linux has no name for is the exception in words. */
  String perform(TraceLine line) {
    try {
      return attempt(line);
    } catch (IOException e) {
      return Errno.of(e);
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private String attempt(TraceLine line) throws IOException {
    return switch (line.operation()) {
      case CREATE -> create(path(line, 0));
      case PWRITE -> write(line);
      case PREAD -> read(line);
      case TRUNCATE -> truncate(line);
      case PUNCH -> punch(line);
      case ALLOCATE -> allocate(line);
      case FSYNC -> change(line, channel -> channel.force(true));
      case POISON -> poison(line);
      case SOFTOFFLINE -> softOffline(line);
      case LOAD -> load(line);
      case STORE -> store(line);
      case COPY -> copy(line);
      case SEEKDATA -> seek(line, CordonFileChannel::seekData);
      case SEEKHOLE -> seek(line, CordonFileChannel::seekHole);
      case STAT -> stat(line);
      case RENAME -> rename(path(line, 0), path(line, 1));
      case LINK -> link(path(line, 0), path(line, 1));
      case UNLINK -> unlink(path(line, 0));
      // There is no cache that could be dropped: memory is where the files are.
      case DROPCACHES -> "ok";
    };
  }

  private static String create(Path file) throws IOException {
    Files.createFile(file);
    return "ok";
  }

  private String write(TraceLine line) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(line.value(2))];
    Arrays.fill(bytes, (byte) line.value(3));
    try (var channel = open(line, 0, WRITE)) {
      return "" + channel.write(ByteBuffer.wrap(bytes), line.value(1));
    }
  }

  private String read(TraceLine line) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(line.value(2)));
    try (var channel = open(line, 0, READ)) {
      channel.read(buffer, line.value(1));
    }
    CRC32 checksum = new CRC32();
    checksum.update(buffer.flip());
    return String.format("%d %08x", buffer.limit(), checksum.getValue());
  }

  private String truncate(TraceLine line) throws IOException {
    long size = line.value(1);
    return change(
        line,
        channel -> {
          if (size < channel.size()) {
            channel.truncate(size);
          } else {
            channel.setSize(size);
          }
        });
  }

  private String punch(TraceLine line) throws IOException {
    return change(
        line,
        channel -> {
          SystemCall.checkRange(path(line, 0), line.value(2));
          channel.punchHole(line.value(1), line.value(2));
        });
  }

  private String allocate(TraceLine line) throws IOException {
    boolean keepSize = line.text(3).equals("keepsize");
    return change(
        line,
        channel -> {
          SystemCall.checkRange(path(line, 0), line.value(2));
          channel.allocate(line.value(1), line.value(2), keepSize);
        });
  }

  /** A file's page beyond its end cannot be mapped, nor found: EFAULT. */
  private String poison(TraceLine line) throws IOException {
    long offset = line.value(1) * PAGE;
    Path file = path(line, 0);
    if (offset >= Files.size(file)) {
      return "EFAULT";
    }
    MessageType message = failures.strike(file, offset).message();
    return message == MessageType.ALREADY_POISONED ? "EFAULT" : "ok";
  }

  private String softOffline(TraceLine line) throws IOException {
    long offset = line.value(1) * PAGE;
    if (offset >= Files.size(path(line, 0))) {
      return "EFAULT";
    }
    SoftOfflineResult result = failures.softOffline(path(line, 0), offset);
    return switch (result) {
      case MIGRATED -> "ok";
      case POISONED -> "EFAULT";
      case MAPPED, BUSY -> "EBUSY";
      case FREE, DROPPED, NO_MEMORY, FAILED -> result.toString();
    };
  }

  private String load(TraceLine line) throws IOException {
    try (var channel = open(line, 0, READ, WRITE)) {
      return MappedByte.load(channel, line.value(1));
    }
  }

  private String store(TraceLine line) throws IOException {
    try (var channel = open(line, 0, READ, WRITE)) {
      return MappedByte.store(channel, line.value(1), (byte) line.value(2));
    }
  }

  private String copy(TraceLine line) throws IOException {
    try (var source = open(line, 0, READ);
        var target = open(line, 2, WRITE)) {
      SystemCall.checkCopy(
          path(line, 0), source, line.value(1), path(line, 2), line.value(3), line.value(4));
      target.position(line.value(3));
      return "" + source.transferTo(line.value(1), line.value(4), target);
    }
  }

  private String seek(TraceLine line, Seek seek) throws IOException {
    try (var channel = open(line, 0, READ)) {
      long found = seek.from(channel, line.value(1));
      return found < 0 ? "ENXIO" : "" + found;
    }
  }

  /** Recordings with huge folios have no blocks. */
  private String stat(TraceLine line) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path(line, 0), "unix:size,nlink,blocks");
    String result = "size=" + attributes.get("size") + " nlink=" + attributes.get("nlink");
    return line.recorded().contains("blocks=")
        ? result + " blocks=" + attributes.get("blocks")
        : result;
  }

  private static String rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    return "ok";
  }

  private static String link(Path existing, Path link) throws IOException {
    Files.createLink(link, existing);
    return "ok";
  }

  private static String unlink(Path file) throws IOException {
    Files.delete(file);
    return "ok";
  }

  private String change(TraceLine line, Change change) throws IOException {
    try (var channel = open(line, 0, READ, WRITE)) {
      change.make(channel);
      return "ok";
    }
  }

  private CordonFileChannel open(TraceLine line, int argument, OpenOption... options)
      throws IOException {
    return CordonFileChannel.of(FileChannel.open(path(line, argument), options));
  }

  private Path path(TraceLine line, int argument) {
    return fs.getPath("/" + line.text(argument));
  }

  /** Something done to a file that is simply done or fails. */
  private interface Change {
    void make(CordonFileChannel channel) throws IOException;
  }

  /** A search for data or for a hole. */
  private interface Seek {
    long from(CordonFileChannel channel, long offset) throws IOException;
  }
}
