package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many calls there are from the page cache to the copy. HotSpot inlines 15 levels of calls and
 * no more (its option {@code MaxInlineLevel}): the JDK's copy takes five of them, the channel two
 * or three, and the loop of whoever reads some more. One level too many, and the copy is called
 * instead of inlined, so that the processor no longer has several reads under way at once.
 */
class CopyDepthTest {

  /** {@link AddressSpace}, what copies, and for writes what takes the lock. */
  private static final int READ_CALLS = 2;

  private static final int WRITE_CALLS = 3;

  private Caches caches;
  private TestFile file;
  private int calls;

  @BeforeEach
  void open() {
    caches = Caches.of(2, HugePolicy.ALWAYS);
    file = caches.newFile("/file");
    file.fill(0, HUGE, 1);
    caches.memory.each(Moment.BEFORE_COPY_OUT, (_, _, _) -> calls = callsFromAddressSpace());
    caches.memory.each(Moment.BEFORE_COPY_IN, (_, _, _) -> calls = callsFromAddressSpace());
  }

  @AfterEach
  void close() {
    caches.close();
  }

  /** Counts the methods of this package between the test and the memory. */
  private static int callsFromAddressSpace() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames ->
            (int)
                frames
                    .map(StackWalker.StackFrame::getDeclaringClass)
                    .dropWhile(type -> !PoolMemory.class.isAssignableFrom(type))
                    .dropWhile(PoolMemory.class::isAssignableFrom)
                    .takeWhile(type -> type != CopyDepthTest.class)
                    .count());
  }

  @Test
  void aReadIntoABufferIsShort() {
    assertThat(file.space.read(PAGE, ByteBuffer.allocateDirect(PAGE), PAGE)).isEqualTo(PAGE);
    assertThat(calls).isEqualTo(READ_CALLS);
  }

  @Test
  void aReadIntoASegmentIsShort() {
    MemorySegment target = MemorySegment.ofArray(new byte[PAGE]);
    assertThat(file.space.read(PAGE, target, 0, PAGE)).isEqualTo(PAGE);
    assertThat(calls).isEqualTo(READ_CALLS);
  }

  @Test
  void aWriteOfABufferIsShort() {
    assertThat(file.space.write(PAGE, ByteBuffer.allocateDirect(PAGE), PAGE)).isEqualTo(PAGE);
    assertThat(calls).isEqualTo(WRITE_CALLS);
  }

  @Test
  void aWriteOfASegmentIsShort() {
    MemorySegment source = MemorySegment.ofArray(new byte[PAGE]);
    assertThat(file.space.write(PAGE, source, 0, PAGE)).isEqualTo(PAGE);
    assertThat(calls).isEqualTo(WRITE_CALLS);
  }
}
