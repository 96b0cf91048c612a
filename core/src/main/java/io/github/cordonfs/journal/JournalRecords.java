package io.github.cordonfs.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the records of a journal say. Each payload begins with a byte for its kind and 4 bytes with
 * the number of the file.
 *
 * <pre>
 *   1 file    8 inode   1 whether there is a stored number   16 that number   path in UTF-8
 *   2 lost    8 first page   8 how many
 *   3 found   8 first page   8 how many
 *   4 path    path in UTF-8
 *   5 gone
 * </pre>
 */
final class JournalRecords {

  private static final byte FILE = 1;
  private static final byte LOST = 2;
  private static final byte FOUND = 3;
  private static final byte PATH = 4;
  private static final byte GONE = 5;

  private static final UUID NO_NUMBER = new UUID(0, 0);

  private JournalRecords() {}

  private static ByteBuffer begin(byte kind, JournaledFile file, int bytes) {
    return ByteBuffer.allocate(1 + Integer.BYTES + bytes).put(kind).putInt(file.number());
  }

  static byte[] file(JournaledFile file) {
    byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
    UUID stored = file.id().stored();
    UUID number = stored == null ? NO_NUMBER : stored;
    return begin(FILE, file, 25 + path.length)
        .putLong(file.id().inode())
        .put((byte) (stored == null ? 0 : 1))
        .putLong(number.getMostSignificantBits())
        .putLong(number.getLeastSignificantBits())
        .put(path)
        .array();
  }

  static byte[] lost(JournaledFile file, long first, long count) {
    return begin(LOST, file, 16).putLong(first).putLong(count).array();
  }

  static byte[] found(JournaledFile file, long first, long count) {
    return begin(FOUND, file, 16).putLong(first).putLong(count).array();
  }

  static byte[] path(JournaledFile file) {
    byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
    return begin(PATH, file, path.length).put(path).array();
  }

  static byte[] gone(JournaledFile file) {
    return begin(GONE, file, 0).array();
  }

  /** Returns records that say as much as all that led to some files. */
  static List<byte[]> of(Iterable<JournaledFile> files) {
    List<byte[]> all = new ArrayList<>();
    for (JournaledFile file : files) {
      all.add(file(file));
      file.pages().runs().forEach((from, to) -> all.add(lost(file, from, to - from)));
    }
    return all;
  }

  /**
   * Returns the files that records leave, by number.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  static Map<Integer, JournaledFile> replay(List<ByteBuffer> payloads) {
    Map<Integer, JournaledFile> files = new LinkedHashMap<>();
    for (ByteBuffer payload : payloads) {
      if (payload.remaining() < 1 + Integer.BYTES) {
        throw new IllegalArgumentException("a record of " + payload.remaining() + " bytes");
      }
      byte kind = payload.get();
      int number = payload.getInt();
      if (kind == FILE) {
        files.put(number, newFile(number, payload));
        continue;
      }
      JournaledFile file = files.get(number);
      if (file == null) {
        throw new IllegalArgumentException("a record of file " + number + ", which is none");
      }
      switch (kind) {
        case LOST -> {
          long first = payload.getLong();
          file.pages().add(first, first + payload.getLong());
        }
        case FOUND -> {
          long first = payload.getLong();
          file.pages().remove(first, first + payload.getLong());
        }
        case PATH -> file.setPath(text(payload));
        case GONE -> files.remove(number);
        default -> throw new IllegalArgumentException("a record of kind " + kind);
      }
    }
    files.values().removeIf(file -> file.pages().isEmpty());
    return files;
  }

  private static JournaledFile newFile(int number, ByteBuffer payload) {
    long inode = payload.getLong();
    boolean hasNumber = payload.get() != 0;
    UUID stored = new UUID(payload.getLong(), payload.getLong());
    return new JournaledFile(
        number, new FileId(inode, hasNumber ? stored : null, true), text(payload));
  }

  private static String text(ByteBuffer payload) {
    return StandardCharsets.UTF_8.decode(payload).toString();
  }
}
