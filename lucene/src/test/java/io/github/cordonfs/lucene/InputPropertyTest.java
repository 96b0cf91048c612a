package io.github.cordonfs.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Random reads, clones and slices of a file with lost pages, against a byte array: a read fails
 * exactly if a byte of it is lost, and names the first page of it that is.
 */
class InputPropertyTest {

  private static final int PAGE = 4096;

  /** An input, and the part of the content that it shows. */
  private record View(IndexInput in, int base, int length) {}

  /** A read of a number of bytes. */
  private interface Read {
    byte[] bytes() throws IOException;
  }

  private byte[] content;
  private boolean[] lost;

  @Property(tries = 150)
  @Tag("S28")
  @Tag("A2")
  void aReadFailsExactlyIfAByteOfItIsLost(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 6 * PAGE) int size,
      @ForAll @IntRange(min = 1, max = 2 * PAGE) int bufferSize)
      throws IOException {
    Random random = new Random(seed);
    content = new byte[size];
    random.nextBytes(content);
    lost = new boolean[size / PAGE + 1];
    CordonOptions options = CordonOptions.builder().size(8 << 20).injection(true).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        CordonDirectory directory =
            new CordonDirectory(fs.getPath("/d"), NoLockFactory.INSTANCE, bufferSize)) {
      LuceneFixture.write(directory, "f", content);
      for (int page = 0; page * PAGE < size; page++) {
        if (random.nextInt(4) == 0) {
          lost[page] = true;
          fs.memoryFailures().strike(fs.getPath("/d/f"), (long) page * PAGE);
        }
      }
      IOContext context = random.nextBoolean() ? IOContext.DEFAULT : IOContext.READONCE;
      try (IndexInput in = directory.openInput("f", context)) {
        List<View> views = new ArrayList<>(List.of(new View(in, 0, size)));
        for (int i = 0; i < 200; i++) {
          step(views, random);
        }
      }
    }
  }

  private void step(List<View> views, Random random) throws IOException {
    View view = views.get(random.nextInt(views.size()));
    int at = random.nextInt(view.length + 1);
    switch (random.nextInt(12)) {
      case 0 -> views.add(new View(view.in.clone(), view.base, view.length));
      case 1 -> {
        int length = random.nextInt(view.length - at + 1);
        views.add(new View(view.in.slice("part", at, length), view.base + at, length));
      }
      case 2, 3, 4 -> view.in.seek(at);
      case 5, 6 -> absolute(view, at, random);
      default -> relative(view, random);
    }
  }

  private void relative(View view, Random random) throws IOException {
    IndexInput in = view.in;
    int at = (int) in.getFilePointer();
    int count = random.nextInt(random.nextBoolean() ? 20 : 3000);
    boolean done =
        switch (random.nextInt(8)) {
          case 0 -> check(view, at, 1, () -> new byte[] {in.readByte()});
          case 1 -> check(view, at, 2, () -> bytes(2).putShort(in.readShort()).array());
          case 2 -> check(view, at, 4, () -> bytes(4).putInt(in.readInt()).array());
          case 3 -> check(view, at, 8, () -> bytes(8).putLong(in.readLong()).array());
          case 4 -> check(view, at, count, () -> array(in, count));
          case 5 -> check(view, at, 4 * count, () -> ints(in, count));
          case 6 -> check(view, at, 8 * count, () -> longs(in, count));
          default -> check(view, at, 4 * count, () -> floats(in, count));
        };
    if (!done) {
      in.seek(random.nextInt(view.length + 1));
    }
  }

  private void absolute(View view, int at, Random random) throws IOException {
    RandomAccessInput in = (RandomAccessInput) view.in;
    long pointer = view.in.getFilePointer();
    int count = random.nextInt(random.nextBoolean() ? 20 : 3000);
    switch (random.nextInt(5)) {
      case 0 -> check(view, at, 1, () -> new byte[] {in.readByte(at)});
      case 1 -> check(view, at, 2, () -> bytes(2).putShort(in.readShort(at)).array());
      case 2 -> check(view, at, 4, () -> bytes(4).putInt(in.readInt(at)).array());
      case 3 -> check(view, at, 8, () -> bytes(8).putLong(in.readLong(at)).array());
      default ->
          check(
              view,
              at,
              count,
              () -> {
                byte[] read = new byte[count];
                in.readBytes(at, read, 0, count);
                return read;
              });
    }
    assertThat(view.in.getFilePointer()).isEqualTo(pointer);
  }

  /** Returns whether the read went well. */
  private boolean check(View view, int at, int length, Read read) throws IOException {
    int from = view.base + at;
    if (length > view.length - at) {
      assertThatThrownBy(read::bytes)
          .isInstanceOfAny(EOFException.class, PoisonedIndexException.class);
      return false;
    }
    for (int i = from; i < from + length; i++) {
      if (lost[i / PAGE]) {
        long offset = i / PAGE * (long) PAGE;
        ByteRange range = new ByteRange(offset, Math.min(PAGE, content.length - offset));
        assertThatThrownBy(read::bytes)
            .isInstanceOfSatisfying(
                PoisonedIndexException.class, e -> assertThat(e.range()).isEqualTo(range));
        return false;
      }
    }
    assertThat(read.bytes()).isEqualTo(Arrays.copyOfRange(content, from, from + length));
    return true;
  }

  private static byte[] array(IndexInput in, int count) throws IOException {
    byte[] read = new byte[count + 3];
    in.readBytes(read, 3, count);
    return Arrays.copyOfRange(read, 3, count + 3);
  }

  private static byte[] ints(IndexInput in, int count) throws IOException {
    int[] read = new int[count + 3];
    in.readInts(read, 3, count);
    byte[] bytes = new byte[4 * count];
    littleEndian(bytes).asIntBuffer().put(read, 3, count);
    return bytes;
  }

  private static byte[] longs(IndexInput in, int count) throws IOException {
    long[] read = new long[count + 3];
    in.readLongs(read, 3, count);
    byte[] bytes = new byte[8 * count];
    littleEndian(bytes).asLongBuffer().put(read, 3, count);
    return bytes;
  }

  /** Bit by bit, as some are not a number. */
  private static byte[] floats(IndexInput in, int count) throws IOException {
    float[] read = new float[count + 3];
    in.readFloats(read, 3, count);
    byte[] bytes = new byte[4 * count];
    for (int i = 0; i < count; i++) {
      littleEndian(bytes).putInt(4 * i, Float.floatToRawIntBits(read[i + 3]));
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
