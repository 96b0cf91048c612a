package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel.MapMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What code finds that unmaps buffers by means that are not for it. If a JDK does something else
 * one day, the limits in the README are out of date.
 */
@Tag("S77")
class UnmappingTest extends CordonFixture {

  /** As libraries call it: without naming the class, which is no part of the platform. */
  private static void invokeCleaner(ByteBuffer buffer) throws Throwable {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    MethodHandle cleaner =
        MethodHandles.lookup()
            .findVirtual(
                unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class));
    cleaner.bindTo(instance.get(null)).invoke(buffer);
  }

  @Test
  void aBufferThatCanBeWrittenStaysMapped() throws Throwable {
    try (var channel = readWrite("/f")) {
      MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, PAGE);
      invokeCleaner(mapped);
      mapped.put(0, (byte) 7);
      ByteBuffer read = ByteBuffer.allocate(1);
      assertThat(channel.read(read, 0)).isEqualTo(1);
      assertThat(read.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void oneThatCannotIsRefusedAndStaysMapped() throws IOException {
    try (var channel = channel(file("/f", PAGE))) {
      MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, PAGE);
      assertThatThrownBy(() -> invokeCleaner(mapped)).isInstanceOf(IllegalArgumentException.class);
      assertThat(mapped.get(0)).isEqualTo(bytes(PAGE)[0]);
      assertThatThrownBy(() -> mapped.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }
  }

  @Test
  void theEndOfItsArenaUnmapsAtOnce() throws IOException {
    try (var channel = channel(file("/f", PAGE))) {
      ByteBuffer mapped;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment = channel.map(MapMode.READ_ONLY, 0, PAGE, arena);
        mapped = segment.asByteBuffer();
        assertThat(mapped.get(0)).isEqualTo(bytes(PAGE)[0]);
      }
      assertThatThrownBy(() -> mapped.get(0)).isInstanceOf(IllegalStateException.class);
    }
  }
}
