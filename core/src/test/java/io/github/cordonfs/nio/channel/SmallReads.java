package io.github.cordonfs.nio.channel;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Reads a few bytes into an array, again and again, and now and then into an array of another type;
 * and compares each with what the file contains.
 */
final class SmallReads {

  private static final int SIZE = 1 << 16;
  private static final int READS = 200_000;

  /** One read in so many is into the other array. */
  private static final int RARELY = 400;

  private final Random random;
  private final byte[] content = new byte[SIZE];
  private final byte[] target = new byte[SIZE];
  private final float[] otherTarget = new float[SIZE / Float.BYTES];

  private SmallReads(long seed) {
    random = new Random(seed);
    random.nextBytes(content);
  }

  /** Prints how many of the reads were not what the file contains, of data and of a hole. */
  public static void main(String[] arguments) throws IOException {
    CordonOptions options = CordonOptions.builder().size(8L << 20).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options)) {
      SmallReads reads = new SmallReads(Long.parseLong(arguments[0]));
      System.out.println("data: " + reads.run(fs.getPath("/data"), true) + " wrong");
      System.out.println("hole: " + reads.run(fs.getPath("/hole"), false) + " wrong");
    }
  }

  private int run(Path file, boolean hasData) throws IOException {
    MemorySegment bytes = MemorySegment.ofArray(target);
    MemorySegment floats = MemorySegment.ofArray(otherTarget);
    int wrong = 0;
    try (CordonFileChannel channel =
        CordonFileChannel.of(
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE))) {
      if (hasData) {
        channel.write(ByteBuffer.wrap(content), 0);
      } else {
        channel.setSize(SIZE);
      }
      for (int i = 0; i < READS; i++) {
        boolean other = random.nextInt(RARELY) == 0;
        int align = other ? -Float.BYTES : -1;
        int most = random.nextInt(10) == 0 ? 4096 : 63;
        int length = (1 + random.nextInt(most)) & align;
        int from = random.nextInt(SIZE - length);
        int to = random.nextInt(SIZE - length) & align;
        for (int read = 0; read < length; ) {
          read +=
              channel.read(other ? floats : bytes, (long) to + read, length - read, from + read);
        }
        for (int k = 0; k < length; k++) {
          byte is = other ? (byte) byteOfFloat(to + k) : target[to + k];
          if (is != (hasData ? content[from + k] : 0)) {
            wrong++;
            break;
          }
        }
        // So that a zero is one that was written.
        target[to] = -1;
      }
    }
    return wrong;
  }

  private int byteOfFloat(int index) {
    int bits = Float.floatToRawIntBits(otherTarget[index / Float.BYTES]);
    return bits >>> (Byte.SIZE * (index % Float.BYTES));
  }
}
