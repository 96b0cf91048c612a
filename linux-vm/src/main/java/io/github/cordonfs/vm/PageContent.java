package io.github.cordonfs.vm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The content of a page, which says whose it is: file, page and version, random bytes that follow
 * from these, and a checksum. So zeros, stale and foreign data are told from what should be there.
 */
final class PageContent {

  /** Bytes of a page. */
  static final int BYTES = 4096;

  private static final long MAGIC = 0x436f72646f6e2121L;
  private static final int CRC_AT = BYTES - Long.BYTES;
  private static final int BODY_AT = 24;

  private PageContent() {}

  /** Fills a page. */
  static void fill(byte[] page, int file, int index, int version) {
    ByteBuffer to = ByteBuffer.wrap(page);
    to.putLong(MAGIC).putInt(file).putInt(index).putLong(version);
    long random = 0x9E3779B97F4A7C15L * (1 + file + 31L * index + 1_000_003L * version);
    for (int at = BODY_AT; at < CRC_AT; at += Long.BYTES) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      to.putLong(at, random);
    }
    to.putLong(CRC_AT, crc(page));
  }

  /**
   * Returns the version of a page, if it is one of this page in this file.
   *
   * @throws WrongBytes if it is anything else
   */
  static int versionOf(byte[] page, int file, int index) throws WrongBytes {
    ByteBuffer from = ByteBuffer.wrap(page);
    long magic = from.getLong();
    int thatFile = from.getInt();
    int thatIndex = from.getInt();
    long version = from.getLong();
    if (magic != MAGIC || thatFile != file || thatIndex != index) {
      throw new WrongBytes(
          "magic " + Long.toHexString(magic) + ", file " + thatFile + ", page " + thatIndex);
    }
    if (from.getLong(CRC_AT) != crc(page)) {
      throw new WrongBytes("the checksum of version " + version + " does not hold");
    }
    return (int) version;
  }

  /**
   * Returns whether each word of a page is that of one of several versions of this page in this
   * file.
   *
   * @param oldest the first version that is allowed
   * @param newest the last; if it is the first, no mixture can be right
   */
  static boolean isMixture(byte[] page, int file, int index, int oldest, int newest) {
    if (newest <= oldest) {
      return false;
    }
    boolean[] right = new boolean[BYTES / Long.BYTES];
    byte[] expected = new byte[BYTES];
    for (int version = oldest; version <= newest; version++) {
      fill(expected, file, index, version);
      for (int word = 0; word < right.length; word++) {
        int at = word * Long.BYTES;
        right[word] |= Arrays.equals(page, at, at + Long.BYTES, expected, at, at + Long.BYTES);
      }
    }
    for (boolean each : right) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  private static long crc(byte[] page) {
    CRC32 crc = new CRC32();
    crc.update(page, 0, CRC_AT);
    return crc.getValue();
  }

  /** A page that holds what it should not. */
  static final class WrongBytes extends Exception {
    private static final long serialVersionUID = 1;

    WrongBytes(String what) {
      super(what);
    }
  }
}
