package io.github.cordonfs.conformance.alike;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.conformance.peers.Outcome;
import io.github.cordonfs.conformance.peers.Party;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Corners of streams and channels. */
class StreamsAndChannelsTest {

  /** By name, as the compiler warns of who uses them. */
  private static final OpenOption DIRECT =
      options("ExtendedOpenOption", OpenOption.class).stream()
          .filter(each -> each.toString().equals("DIRECT"))
          .findFirst()
          .orElseThrow();

  private static final CopyOption INTERRUPTIBLE =
      options("ExtendedCopyOption", CopyOption.class).getFirst();

  private static <T> List<T> options(String name, Class<T> type) {
    try {
      return Arrays.stream(Class.forName("com.sun.nio.file." + name).getEnumConstants())
          .map(type::cast)
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Tag("S89")
  void aStreamSkipsBothWaysAndReadsNothingWhenClosed() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 100);
      try (InputStream in = Files.newInputStream(file)) {
        for (long skip :
            new long[] {
              10, -3, -100, 60, 50, 1, -1, 0, Long.MAX_VALUE, -50, Long.MIN_VALUE + 1000, 5
            }) {
          all.note("skip " + skip, () -> in.skip(skip) + " " + in.available());
        }
        Files.write(file, new byte[3]);
        all.note("skip behind the end", () -> in.skip(1) + " " + in.available());
        all.note("read nothing at the end", () -> in.read(new byte[5], 2, 0));
        all.note("read at the end", () -> in.read());
      }
      InputStream in = Files.newInputStream(file);
      in.close();
      all.note("closed: nothing", () -> in.read(new byte[0]));
      all.note("closed: nothing of some", () -> in.read(new byte[5], 5, 0));
      all.note("closed: no bytes", () -> in.readNBytes(0).length);
      all.note("closed: no bytes into", () -> in.readNBytes(new byte[3], 0, 0));
      all.note("closed: wrong", () -> in.read(new byte[3], 1, 3));
      all.note("closed: a byte", () -> in.read());
      all.note("closed: bytes", () -> in.read(new byte[3]));
      all.note("closed: skip", () -> in.skip(1));
      all.note("closed: skip nothing", () -> in.skip(0));
      all.note("closed: available", () -> in.available());
      all.note("closed: all", () -> in.readAllBytes().length);
    });
  }

  private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

  static {
    OPERATIONS.put("read", c -> c.read(ByteBuffer.allocate(1)));
    OPERATIONS.put("scatter", c -> c.read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
    OPERATIONS.put("read at", c -> c.read(ByteBuffer.allocate(1), 0));
    OPERATIONS.put("write", c -> c.write(ByteBuffer.allocate(1)));
    OPERATIONS.put("gather", c -> c.write(new ByteBuffer[] {ByteBuffer.allocate(1)}));
    OPERATIONS.put("write at", c -> c.write(ByteBuffer.allocate(1), 0));
    OPERATIONS.put("truncate", c -> c.truncate(1).isOpen());
    OPERATIONS.put("position", c -> c.position() >= 0);
    OPERATIONS.put("set position", c -> c.position(0).isOpen());
    OPERATIONS.put("size", c -> c.size() >= 0);
    OPERATIONS.put(
        "force",
        c -> {
          c.force(true);
          return "forced";
        });
    OPERATIONS.put("shared lock", c -> c.lock(0, 1, true).isShared());
    OPERATIONS.put("lock", c -> c.lock(0, 1, false).isShared());
    OPERATIONS.put("try shared lock", c -> c.tryLock(0, 1, true).isShared());
    OPERATIONS.put("try lock", c -> c.tryLock(0, 1, false).isShared());
  }

  @Test
  @Tag("S89")
  void everyChannelTakesPartInInterrupts() throws Exception {
    Alike.check(all -> {
      Path directory = Files.createDirectory(all.path("d"));
      Path file = all.file("f", 10);
      for (Map.Entry<String, Operation> each : OPERATIONS.entrySet()) {
        interrupt(all, each.getKey() + " of a directory", directory, each.getValue(), READ);
        interrupt(all, each.getKey() + " of an input", file, each.getValue(), READ);
        interrupt(all, each.getKey() + " of an output", file, each.getValue(), WRITE);
        interrupt(all, each.getKey() + " of both", file, each.getValue(), READ, WRITE);
      }
    });
  }

  private static void interrupt(
      Alike all, String what, Path path, Operation operation, OpenOption... options)
      throws IOException {
    try (FileChannel channel = FileChannel.open(path, options)) {
      Thread.currentThread().interrupt();
      all.note(what, () -> operation.on(channel));
      boolean interrupted = Thread.interrupted();
      all.note(what + " leaves", () -> channel.isOpen() + " " + interrupted);
    } finally {
      Thread.interrupted();
    }
  }

  private interface Operation {
    Object on(FileChannel channel) throws IOException;
  }

  @Test
  @Tag("S86")
  void directAccessInsistsOnWholeBlocks() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 3 * 4096 + 100);
      int block = (int) Files.getFileStore(file).getBlockSize();
      all.note("block", () -> block);
      ByteBuffer aligned = ByteBuffer.allocateDirect(5 * block).alignedSlice(block);
      try (FileChannel channel = open(file, WRITE)) {
        for (int size : new int[] {0, 1, 100, block - 1, block, 2 * block, block + 1}) {
          for (long position : new long[] {0, 1, block, block + 512, 3L * block, -1}) {
            String what = size + " at " + position;
            all.note("read " + what, () -> channel.read(ByteBuffer.allocate(size), position));
            all.note(
                "read direct " + what,
                () -> channel.read(aligned.duplicate().clear().limit(size), position));
            all.note(
                "read off " + what,
                () ->
                    channel.read(
                        aligned.duplicate().clear().position(8).limit(8 + size), position));
            all.note("write " + what, () -> channel.write(ByteBuffer.allocate(size), position));
            all.note(
                "write off " + what,
                () ->
                    channel.write(
                        aligned.duplicate().clear().position(8).limit(8 + size), position));
            if (position >= 0) {
              channel.position(position);
              all.note("next " + what, () -> channel.read(ByteBuffer.allocate(size)));
              channel.position(position);
              all.note("write next " + what, () -> channel.write(ByteBuffer.allocate(size)));
              channel.position(position);
              ByteBuffer[] two = {ByteBuffer.allocate(block), ByteBuffer.allocate(size)};
              all.note("scatter " + what, () -> channel.read(two));
              channel.position(position);
              ByteBuffer[] again = {ByteBuffer.allocate(block), ByteBuffer.allocate(size)};
              all.note("gather " + what, () -> channel.write(again));
            }
          }
        }
        all.note("size", () -> channel.size());
        all.note("cut", () -> channel.truncate(100).size());
        channel.position(0);
        all.note("end", () -> channel.read(ByteBuffer.allocate(block)));
        all.note("behind the end", () -> channel.read(ByteBuffer.allocate(block)));
        all.note("read-only", () -> channel.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 1));
        all.note("map", () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 10).capacity());
      }
      try (FileChannel channel = open(file, StandardOpenOption.APPEND)) {
        all.note("append to a part", () -> channel.write(ByteBuffer.allocate(block)));
      }
      Files.write(file, new byte[block]);
      try (FileChannel channel = open(file, StandardOpenOption.APPEND)) {
        all.note("append", () -> channel.write(ByteBuffer.allocate(block)));
        all.note("append more", () -> channel.write(ByteBuffer.allocate(1)));
      }
      all.note("directory", () -> open(all.path("."), READ));
      try (InputStream in = Files.newInputStream(file, DIRECT)) {
        all.note("stream", () -> in.read(new byte[2 * block]));
        all.note("stream of a part", () -> in.read());
      }
      try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, READ, DIRECT)) {
        all.note("asynchronous", () -> channel.read(ByteBuffer.allocate(100), 0).get());
      }
      for (OpenOption option : options("ExtendedOpenOption", OpenOption.class)) {
        all.note(
            "option " + option,
            () -> {
              try (FileChannel channel = FileChannel.open(file, option)) {
                return channel.isOpen();
              }
            });
      }
    });
  }

  private static FileChannel open(Path file, OpenOption how) throws IOException {
    return how == WRITE
        ? FileChannel.open(file, Set.of(DIRECT, READ, how))
        : FileChannel.open(file, Set.of(DIRECT, how));
  }

  @Test
  @Tag("S86")
  void aCopyMayBeInterruptible() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 100_000);
      CopyOption option = INTERRUPTIBLE;
      all.note("copy", () -> Files.size(Files.copy(file, all.path("g"), option)));
      all.note(
          "replace",
          () ->
              Files.size(
                  Files.copy(file, all.path("g"), option, StandardCopyOption.REPLACE_EXISTING)));
      all.note("move", () -> Files.move(file, all.path("h"), option));
      all.note(
          "directory",
          () -> Files.copy(Files.createDirectory(all.path("d")), all.path("e"), option));
    });
  }

  @Test
  @Tag("S86")
  void anInterruptEndsIt() throws Exception {
    Path directory = Party.CORDON.open();
    try {
      Path file = Files.write(directory.resolve("f"), new byte[200_000]);
      Path old = Files.writeString(directory.resolve("old"), "old");
      Thread.currentThread().interrupt();
      String refused = "FileSystemException /work/f -> /work/%s: Operation canceled";
      assertThat(copy(file, directory.resolve("new"))).isEqualTo(refused.formatted("new"));
      assertThat(copy(file, old)).isEqualTo(refused.formatted("old"));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(directory.resolve("new")).doesNotExist();
      assertThat(Files.copy(file, directory.resolve("other"))).hasSize(200_000);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(old).hasContent("old");
    } finally {
      Thread.interrupted();
      directory.getFileSystem().close();
    }
  }

  private static String copy(Path file, Path to) {
    return Outcome.of(
            () -> Files.copy(file, to, INTERRUPTIBLE, StandardCopyOption.REPLACE_EXISTING))
        .toString();
  }
}
