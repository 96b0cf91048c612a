package io.github.cordonfs.nio.mapping;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A file to be mapped, under a policy of huge folios. */
public abstract class MappingFixture {

  static final int PAGE = 4096;
  static final int BLOCK = 1 << 21;

  @Parameter HugePolicy huge;

  FileSystem fs;
  MemoryFailures failures;
  Path path;
  CordonFileChannel channel;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder().size(64 << 20).huge(huge).injection(true).build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    path = fs.getPath("/file");
    channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  byte[] fill(int size, long seed) throws IOException {
    byte[] data = new byte[size];
    new Random(seed).nextBytes(data);
    channel.write(ByteBuffer.wrap(data), 0);
    return data;
  }

  static byte[] bytes(MemorySegment segment, long offset, int length) {
    return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  byte[] read(long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
    return buffer.array();
  }

  /** Whether a load faults. Apart and cold, so that it is exact. */
  public static boolean faults(MemorySegment segment, long offset) {
    try {
      segment.get(ValueLayout.JAVA_BYTE, offset);
      Linux.barrier();
      return false;
    } catch (InternalError e) {
      return true;
    }
  }

  static void store(MemorySegment segment, long offset) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) 1);
    Linux.barrier();
  }
}
