package io.github.cordonfs.bench;

import java.nio.ByteBuffer;
import java.util.List;

/** Where the caller's buffer lies. */
public enum BufferKind {
  /** Outside the heap. */
  DIRECT {
    @Override
    ByteBuffer allocate(int size) {
      return allocateDirect(size);
    }
  },
  /** In a byte array. */
  HEAP {
    @Override
    ByteBuffer allocate(int size) {
      return ByteBuffer.allocate(size);
    }
  },
  /** Outside the heap, and passed as a memory segment instead of a buffer. */
  SEGMENT {
    @Override
    ByteBuffer allocate(int size) {
      return allocateDirect(size);
    }
  },
  /** None: the file is mapped. */
  MAPPING {
    @Override
    ByteBuffer allocate(int size) {
      throw new IllegalStateException("a mapping needs no buffer");
    }
  };

  /** Those that every channel reads into and writes from. */
  static final List<BufferKind> BUFFERS = List.of(DIRECT, HEAP);

  /** Bytes; direct buffers and bare memory begin at a multiple of it. */
  static final int PAGE = 4096;

  /** Returns a new buffer of a size in bytes. */
  abstract ByteBuffer allocate(int size);

  private static ByteBuffer allocateDirect(int size) {
    // Where a block begins within a page changes the speed of copying it: let no target be lucky.
    int pages = Math.ceilDiv(size, PAGE);
    return ByteBuffer.allocateDirect((pages + 1) * PAGE).alignedSlice(PAGE).slice(0, size);
  }
}
