package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.cache.extent.PageOffline;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.frame.Frames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The data of a file, with byte arrays for segments. */
public final class TestFile {

  /** Bytes of a page. */
  public static final int PAGE = Frames.FRAME_BYTES;

  /** Bytes of an extent. */
  public static final int HUGE = Frames.HUGE_BYTES;

  /** What a target is full of before it is read into. */
  public static final byte UNTOUCHED = 0x55;

  /** The address space under test. */
  public final AddressSpace space;

  private final HardOffline failure;

  /** Names of the file; a test may change them. */
  public List<String> paths;

  TestFile(PageCache cache, HardOffline failure, String path) {
    this.paths = List.of(path);
    this.failure = failure;
    this.space = cache.newAddressSpace(() -> paths);
  }

  TestFile(BackedFiles backed, HardOffline failure, String path, TestStore store) {
    this.paths = List.of(path);
    this.failure = failure;
    this.space = backed.newSpace(() -> paths, store, store.size);
  }

  TestFile(BackedFiles backed, HardOffline failure, String path, WrittenStore store) {
    this.paths = List.of(path);
    this.failure = failure;
    this.space = backed.newWritableSpace(() -> paths, store, store.size());
  }

  /** Asserts that bytes are there and those of a version of a {@link TestStore}. */
  public void assertStored(long version, long position, int length) {
    byte[] bytes = bytes(position, length);
    for (int i = 0; i < length; i++) {
      if (bytes[i] != TestStore.expected(version, position + i)) {
        throw new AssertionError("byte " + (position + i) + " is " + bytes[i]);
      }
    }
  }

  /** Returns bytes that no other seed has, none of them zero. */
  public static byte[] data(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] =
          bytes[i] == 0 || bytes[i] == UNTOUCHED || bytes[i] == PageOffline.PATTERN ? 1 : bytes[i];
    }
    return bytes;
  }

  /** Writes and returns the result. */
  public int write(long position, byte[] bytes) {
    return space.write(position, ByteBuffer.wrap(bytes), bytes.length);
  }

  /** Writes {@link #data}, all of it, and returns it. */
  public byte[] fill(long position, int length, long seed) {
    byte[] bytes = data(seed, length);
    assertThat(write(position, bytes)).isEqualTo(length);
    return bytes;
  }

  /** Reads into the whole of a target and returns the result. */
  public int read(long position, byte[] target) {
    return space.read(position, ByteBuffer.wrap(target), target.length);
  }

  /** Reads into a target of a length and returns the result. */
  public int read(long position, int length) {
    return read(position, new byte[length]);
  }

  /** Reads bytes that must all be there. */
  public byte[] bytes(long position, int length) {
    byte[] target = new byte[length];
    Arrays.fill(target, UNTOUCHED);
    assertThat(read(position, target)).as("bytes read at %s", position).isEqualTo(length);
    return target;
  }

  /** Asserts that bytes are there and zero. */
  public void assertZero(long position, int length) {
    assertThat(bytes(position, length)).isEqualTo(new byte[length]);
  }

  /** Returns the frame at an offset. */
  public int frame(long offset) {
    return space.frameAt(offset);
  }

  /** Fails the frame at an offset that has one. */
  public MemoryFailureEvent strike(long offset) {
    return failure.strike(frame(offset));
  }

  /** Fails the frame of each page. */
  public void strikePages(long... pages) {
    for (long page : pages) {
      strike(page * PAGE);
    }
  }
}
