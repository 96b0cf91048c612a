package io.github.cordonfs.testkit.powercut;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A small store of strings: a log of records, each with a length and a checksum, and now and then a
 * snapshot of everything, after which the log begins anew. A change is durable when {@code put}
 * returns. The number of the log is in the name of its file and in the snapshot, so that a log that
 * a snapshot contains is not applied again.
 *
 * <p>Every force is needed but for the one that {@link Variant#REDUNDANT_FORCE} adds.
 */
final class WriteAheadLog implements Closeable {

  /** Ways to build it. */
  enum Variant {
    CAREFUL,
    NO_CHECKSUM,
    REDUNDANT_FORCE
  }

  private static final int HEAD = 8;

  private final Path directory;
  private final Variant variant;
  private final Map<String, String> values = new TreeMap<>();
  private long number;
  private FileChannel log;

  private WriteAheadLog(Path directory, Variant variant) {
    this.directory = directory;
    this.variant = variant;
  }

  /** Opens the store, which recovers it, in a directory that may not be there yet. */
  static WriteAheadLog open(Path directory, Variant variant) throws IOException {
    WriteAheadLog store = new WriteAheadLog(directory, variant);
    if (!Files.exists(directory)) {
      Files.createDirectory(directory);
    }
    // Also if it is there: the one who made it may not have come to this.
    forceDirectory(directory.getParent());
    store.readSnapshot();
    store.openLog();
    return store;
  }

  Map<String, String> values() {
    return Map.copyOf(values);
  }

  void put(String key, String value) throws IOException {
    append(key + "=" + value);
    values.put(key, value);
  }

  private void append(String record) throws IOException {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(HEAD + bytes.length);
    buffer.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
    while (buffer.hasRemaining()) {
      log.write(buffer);
    }
    log.force(false);
  }

  /** Writes a snapshot of everything, and begins a new log. */
  void compact() throws IOException {
    Path temporary = directory.resolve("snapshot.new");
    StringBuilder text = new StringBuilder();
    text.append(number + 1).append('\n');
    values.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = StandardCharsets.UTF_8.encode(text.toString());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
      if (variant == Variant.REDUNDANT_FORCE) {
        channel.force(true);
      }
    }
    Files.move(temporary, directory.resolve("snapshot"), StandardCopyOption.ATOMIC_MOVE);
    log.close();
    Path old = logFile();
    number++;
    // Forces the directory: both the snapshot and the new log have their names then.
    openLog();
    Files.delete(old);
  }

  private void readSnapshot() throws IOException {
    try {
      List<String> lines = Files.readAllLines(directory.resolve("snapshot"));
      number = Long.parseLong(lines.getFirst());
      lines.subList(1, lines.size()).forEach(this::apply);
    } catch (NoSuchFileException _) {
      number = 0;
    }
  }

  /** Applies the records of the log, up to the first that was not written whole. */
  private void openLog() throws IOException {
    log =
        FileChannel.open(
            logFile(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    forceDirectory(directory);
    long good = 0;
    for (String record = readRecord(good); record != null; record = readRecord(good)) {
      apply(record);
      good += HEAD + record.getBytes(StandardCharsets.UTF_8).length;
    }
    if (good < log.size()) {
      log.truncate(good);
    }
    log.position(good);
  }

  private String readRecord(long offset) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    if (offset + HEAD > log.size() || log.read(head, offset) < HEAD) {
      return null;
    }
    int length = head.getInt(0);
    if (length <= 0 || offset + HEAD + length > log.size()) {
      return null;
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    log.read(body, offset + HEAD);
    if (variant != Variant.NO_CHECKSUM && checksum(body.array()) != head.getInt(4)) {
      return null;
    }
    return new String(body.array(), StandardCharsets.UTF_8);
  }

  private void apply(String record) {
    int equals = record.indexOf('=');
    if (equals < 0) {
      throw new IllegalStateException("no record: " + record);
    }
    values.put(record.substring(0, equals), record.substring(equals + 1));
  }

  private Path logFile() {
    return directory.resolve("log." + number);
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
