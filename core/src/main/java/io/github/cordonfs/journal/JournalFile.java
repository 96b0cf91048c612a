package io.github.cordonfs.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a journal: a header, and records one behind the other, each of which is there as a
 * whole or not at all. Numbers are big-endian, and records begin at multiples of 8 bytes.
 *
 * <pre>
 *   header   8 "CORDLOST"   4 version   4 zero   8 sequence of the first record   4 CRC-32C   4 zero
 *   record   4 length of the payload    4 CRC-32C of what follows   8 sequence   payload   zeros
 * </pre>
 *
 * What is behind the last record is zeros, which are there from the beginning: a record needs no
 * more space on the disk. As a record is durable before the next one is written, only the last one
 * can be torn. Used by one thread at a time.
 */
final class JournalFile implements Closeable {

  static final int VERSION = 1;

  /** Bytes that a record has beside its payload. */
  static final int RECORD_HEAD = 16;

  private static final long MAGIC = 0x434f52444c4f5354L;
  private static final int HEADER = 32;
  private static final int ALIGNED = 8;

  /**
   * What a journal says.
   *
   * @param payloads of its records, in order
   * @param nextSequence of the record that would come next
   */
  record Content(List<ByteBuffer> payloads, long nextSequence) {}

  private final UninterruptedChannel channel;
  private final long capacity;
  private long at = HEADER;
  private long sequence;

  private JournalFile(UninterruptedChannel channel, long capacity, long sequence) {
    this.channel = channel;
    this.capacity = capacity;
    this.sequence = sequence;
  }

  /**
   * Makes one, durable but for its name.
   *
   * @param payloads of the first records
   * @param capacity in bytes, for these and for records to come
   */
  static JournalFile create(Path path, List<byte[]> payloads, long sequence, long capacity)
      throws IOException {
    UninterruptedChannel channel = new UninterruptedChannel(path);
    boolean done = false;
    try {
      JournalFile made = new JournalFile(channel, capacity, sequence);
      byte[] zeros = new byte[1 << 16];
      for (long written = 0; written < capacity; written += zeros.length) {
        channel.write(written, zeros);
      }
      channel.write(0, header(sequence));
      for (byte[] payload : payloads) {
        made.write(payload);
      }
      channel.force(true);
      done = true;
      return made;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /** Returns how many bytes a record takes. */
  static long recordBytes(byte[] payload) {
    return aligned((long) RECORD_HEAD + payload.length);
  }

  /** Returns how many bytes a journal with some records takes. */
  static long bytes(List<byte[]> payloads) {
    return HEADER + payloads.stream().mapToLong(JournalFile::recordBytes).sum();
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNED - 1) & -ALIGNED;
  }

  boolean hasRoom(byte[] payload) {
    return at + recordBytes(payload) <= capacity;
  }

  long nextSequence() {
    return sequence;
  }

  /** Adds a record, for which there is room, and makes it durable. */
  void append(byte[] payload) throws IOException {
    write(payload);
    channel.force(false);
  }

  private void write(byte[] payload) throws IOException {
    ByteBuffer record = ByteBuffer.allocate((int) recordBytes(payload));
    record.putInt(payload.length).putInt(0).putLong(sequence).put(payload);
    record.putInt(4, checksum(record.array(), ALIGNED, ALIGNED + payload.length));
    channel.write(at, record.array());
    at += record.capacity();
    sequence++;
  }

  private static byte[] header(long sequence) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(sequence);
    header.putInt(checksum(header.array(), 0, 24));
    return header.array();
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  // --- reading ---

  /**
   * Reads one. A torn record at the end is as if it had not been written.
   *
   * @throws FileSystemException naming it if it is damaged, or of a later version
   */
  static Content read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer all = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER
        || all.getLong(0) != MAGIC
        || all.getInt(24) != checksum(bytes, 0, 24)) {
      throw damaged(path, "its header");
    }
    if (all.getInt(8) != VERSION) {
      throw new FileSystemException(
          path.toString(), null, "of version " + all.getInt(8) + ", and this reads " + VERSION);
    }
    long sequence = all.getLong(16);
    List<ByteBuffer> payloads = new ArrayList<>();
    int at = HEADER;
    while (isRecord(bytes, at) && all.getLong(at + ALIGNED) == sequence) {
      int length = all.getInt(at);
      payloads.add(all.slice(at + RECORD_HEAD, length));
      at += (int) aligned((long) RECORD_HEAD + length);
      sequence++;
    }
    for (int later = at + ALIGNED; later < bytes.length; later += ALIGNED) {
      if (isRecord(bytes, later) && all.getLong(later + ALIGNED) > sequence) {
        throw damaged(path, "the record at byte " + at);
      }
    }
    return new Content(payloads, sequence);
  }

  private static boolean isRecord(byte[] bytes, int at) {
    if (at + RECORD_HEAD > bytes.length) {
      return false;
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    int length = all.getInt(at);
    return length > 0
        && length <= bytes.length - at - RECORD_HEAD
        && all.getInt(at + 4) == checksum(bytes, at + ALIGNED, ALIGNED + length);
  }

  private static FileSystemException damaged(Path path, String what) {
    return new FileSystemException(path.toString(), null, "damaged: " + what + " is not readable");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
