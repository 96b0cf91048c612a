package io.github.cordonfs.conformance.differential;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Bytes in a word. */
final class Digest {

  private Digest() {}

  static String of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /** Of what is in a buffer up to its limit; it must not be mapped. */
  static String of(ByteBuffer buffer) {
    CRC32 checksum = new CRC32();
    int length = buffer.remaining();
    checksum.update(buffer);
    return length + " bytes " + Long.toHexString(checksum.getValue());
  }
}
