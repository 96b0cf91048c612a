package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Buffers in arenas that somebody may close. The clock of the file system is asked in the middle of
 * every read and write: that is when the test tries.
 */
@Tag("S65")
// Arenas are closed elsewhere, or at the end: that is what is tried.
@SuppressWarnings("MustBeClosedChecker")
class CallersMemoryTest {

  private static final int PAGE = 4096;

  /** An operation on memory of an arena, which it gets when all else is ready. */
  private interface Operation {
    long run(Arena arena) throws Exception;
  }

  /** What the next question for the time does, once. */
  private final AtomicReference<Runnable> inTheMiddle =
      new AtomicReference<>(CallersMemoryTest::nothing);

  private final List<Throwable> refusals = new CopyOnWriteArrayList<>();
  private FileSystem fs;

  private static void nothing() {}

  @BeforeEach
  void open() throws IOException {
    fs = newFileSystem();
  }

  private FileSystem newFileSystem(CordonFeature... without) throws IOException {
    return Cordon.newFileSystem(
        CordonOptions.builder()
            .size(64L << 20)
            .injection(true)
            .atime(AtimePolicy.STRICTATIME)
            .without(without)
            .clock(() -> {
              inTheMiddle.getAndSet(CallersMemoryTest::nothing).run();
              return Instant.EPOCH;
            })
            .build());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  /** Makes memory, and has its arena closed in the middle of what uses it. */
  private MemorySegment segment(Arena arena, int size) {
    inTheMiddle.set(() -> {
      try {
        arena.close();
      } catch (IllegalStateException e) {
        refusals.add(e);
      }
    });
    return arena.allocate(size).fill((byte) 'a');
  }

  private ByteBuffer buffer(Arena arena, int size) {
    return segment(arena, size).asByteBuffer();
  }

  private ByteBuffer[] buffers(Arena arena, int... sizes) {
    ByteBuffer[] all = new ByteBuffer[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      all[i] = buffer(arena, sizes[i]);
    }
    return all;
  }

  private Path file() throws IOException {
    return Files.write(fs.getPath("/f"), new byte[2 * PAGE]);
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(file(), READ, WRITE);
  }

  @TestFactory
  List<DynamicTest> anArenaCannotBeClosedWhile() {
    return List.of(
        held("a read", arena -> with(channel(), c -> c.read(buffer(arena, PAGE)))),
        held("a read at a position", arena -> with(channel(), c -> c.read(buffer(arena, PAGE), 1))),
        held(
            "a read into a segment",
            arena ->
                with(
                    CordonFileChannel.of(channel()),
                    c -> c.read(segment(arena, PAGE), 0, PAGE, 0))),
        held("a scattering read", arena -> with(channel(), c -> c.read(buffers(arena, 96, 4000)))),
        held("a write", arena -> with(channel(), c -> c.write(buffer(arena, PAGE)))),
        held("a write at a place", arena -> with(channel(), c -> c.write(buffer(arena, PAGE), 1))),
        held("a gathering write", arena -> with(channel(), c -> c.write(buffers(arena, 96, 4000)))),
        held(
            "an append",
            arena -> with(FileChannel.open(file(), APPEND), c -> c.write(buffer(arena, PAGE)))),
        held(
            "a gathering append",
            arena ->
                with(FileChannel.open(file(), APPEND), c -> c.write(buffers(arena, 96, 4000)))),
        held(
            "an asynchronous read",
            arena -> {
              try (AsynchronousFileChannel c = AsynchronousFileChannel.open(file(), READ)) {
                return c.read(buffer(arena, PAGE), 0).get();
              }
            }),
        held(
            "an asynchronous write",
            arena -> {
              try (AsynchronousFileChannel c = AsynchronousFileChannel.open(file(), WRITE)) {
                return c.write(buffer(arena, PAGE), 0).get();
              }
            }),
        held("a read of a plain channel", arena -> plain(c -> c.read(buffer(arena, PAGE)))),
        held("a write of a plain channel", arena -> plain(c -> c.write(buffer(arena, PAGE)))));
  }

  private interface Use<C> {
    long on(C channel) throws IOException;
  }

  private static <C extends FileChannel> long with(C channel, Use<? super C> use)
      throws IOException {
    try (channel) {
      long result = use.on(channel);
      assertThat(channel.isOpen()).isTrue();
      return result;
    }
  }

  private long plain(Use<SeekableByteChannel> use) throws IOException {
    try (FileSystem without = newFileSystem(CordonFeature.FILE_CHANNEL)) {
      Path file = Files.write(without.getPath("/f"), new byte[2 * PAGE]);
      try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(READ, WRITE))) {
        return use.on(channel);
      }
    }
  }

  private DynamicTest held(String name, Operation operation) {
    return DynamicTest.dynamicTest(
        name + " uses its memory",
        () -> {
          refusals.clear();
          Arena arena = Arena.ofShared();
          assertThat(operation.run(arena)).isEqualTo(PAGE);
          assertThat(refusals).hasSize(1);
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          arena.close();
        });
  }

  @Test
  void everyArenaOfAGatheringWriteIsHeld() throws IOException {
    FileChannel channel = channel();
    List<Arena> arenas = new ArrayList<>();
    ByteBuffer[] buffers = new ByteBuffer[100];
    for (int i = 0; i < buffers.length; i++) {
      // Some have the last one's arena, some have none.
      if (i % 3 == 0) {
        arenas.add(Arena.ofShared());
      }
      buffers[i] =
          i % 3 == 2 ? ByteBuffer.allocateDirect(1) : buffer(arenas.getLast(), 1).put(0, (byte) i);
    }
    inTheMiddle.set(() -> {
      for (Arena arena : arenas) {
        try {
          arena.close();
        } catch (IllegalStateException e) {
          refusals.add(e);
        }
      }
    });
    try (channel) {
      assertThat(channel.write(buffers)).isEqualTo(100);
    }
    assertThat(refusals).hasSize(arenas.size());
    for (Arena arena : arenas) {
      arena.close();
    }
  }

  @Test
  void moreArenasThanCanBeHeldMakeAGatheringWriteShort() throws IOException {
    List<Arena> arenas = new ArrayList<>();
    ByteBuffer[] buffers = new ByteBuffer[1000];
    for (int i = 0; i < buffers.length; i++) {
      arenas.add(Arena.ofShared());
      buffers[i] = arenas.getLast().allocate(2).asByteBuffer();
    }
    try (FileChannel channel = channel()) {
      long written = channel.write(buffers);
      assertThat(written).isBetween(2L, 1998L);
      assertThat(channel.position()).isEqualTo(written);
      long rest = 0;
      for (ByteBuffer buffer : buffers) {
        rest += buffer.remaining();
      }
      assertThat(rest).isEqualTo(2000 - written);
      while (rest > 0) {
        rest -= channel.write(buffers);
      }
      assertThat(channel.position()).isEqualTo(2000);
    }
    for (Arena arena : arenas) {
      arena.close();
    }
  }

  @Test
  void memoryOfAClosedArenaIsNoticedBeforeAnythingHappens() throws Exception {
    Path file = file();
    poison(file);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE);
        FileChannel appending = FileChannel.open(file, APPEND)) {
      CordonFileChannel own = CordonFileChannel.of(channel);
      refused(() -> channel.read(closed(1)));
      refused(() -> channel.read(closed(1), 2 * PAGE));
      refused(() -> own.read(closedSegment(), 0, 0, 0));
      refused(() -> own.read(closedSegment(), 0, 1, 2 * PAGE));
      refused(() -> channel.write(closed(1)));
      refused(() -> channel.write(closed(1), 0));
      refused(() -> appending.write(closed(1)));
      for (int size = 0; size <= 1; size++) {
        ByteBuffer good = ByteBuffer.allocate(4);
        ByteBuffer[] buffers = {good, closed(size)};
        refused(() -> channel.read(buffers));
        refused(() -> channel.write(buffers));
        refused(() -> appending.write(buffers));
        assertThat(good.position()).isZero();
      }
      refused(() -> own.restore(0, closed(PAGE)));
      assertThat(channel.position()).isZero();
      assertThat(channel.size()).isEqualTo(2 * PAGE);
    }
    refused(() ->
        CordonFileSystem.of(fs)
            .memoryFailures()
            .restore(file, new ByteRange(0, PAGE), closed(PAGE)));
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    view.write("empty", ByteBuffer.allocate(0));
    refused(() -> view.read("empty", closed(1)));
    refused(() -> view.write("other", closed(1)));
    refused(() -> Files.createFile(fs.getPath("/g"), new Given("user:a", closed(1))));
    assertThat(view.list()).containsExactly("empty");
    assertThat(Files.exists(fs.getPath("/g"))).isFalse();
  }

  private record Given(String name, ByteBuffer value) implements FileAttribute<ByteBuffer> {}

  private void poison(Path file) throws IOException {
    CordonFileSystem.of(fs).memoryFailures().strike(file, PAGE);
  }

  private static MemorySegment closedSegment() {
    try (Arena arena = Arena.ofShared()) {
      return arena.allocate(8);
    }
  }

  private static ByteBuffer closed(int size) {
    try (Arena arena = Arena.ofShared()) {
      return arena.allocate(8192).asByteBuffer().limit(size);
    }
  }

  private interface Attempt {
    Object make() throws IOException;
  }

  private static void refused(Attempt attempt) {
    assertThatThrownBy(attempt::make).isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAsynchronousOperationOnMemoryOfAClosedArenaFails() throws Exception {
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file(), READ, WRITE)) {
      for (Future<Integer> each :
          List.of(
              channel.read(closed(1), 0),
              channel.read(closed(1), 2 * PAGE),
              channel.write(closed(1), 0))) {
        assertThatThrownBy(each::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseExactlyInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void memoryOfOneThreadIsRefusedInAnother() throws Exception {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = channel();
        AsynchronousFileChannel asynchronous = AsynchronousFileChannel.open(file(), READ);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      ByteBuffer confined = arena.allocate(8).asByteBuffer();
      ByteBuffer[] both = {ByteBuffer.allocate(1), confined};
      assertThat(channel.read(confined, 0)).isEqualTo(8);
      confined.clear();
      for (Future<? extends Number> each :
          List.of(
              other.submit(() -> channel.read(confined)),
              other.submit(() -> channel.write(both)),
              asynchronous.read(confined, 0))) {
        assertThatThrownBy(each::get).hasCauseExactlyInstanceOf(WrongThreadException.class);
      }
      assertThat(channel.position()).isZero();
    }
  }

  @Test
  void whoeverClosesArenasLeavesReadersAndWritersAlone() throws Exception {
    int size = 1 << 20;
    Files.write(fs.getPath("/f"), new byte[size]);
    int rounds = 300;
    BlockingQueue<Arena> shared = new SynchronousQueue<>();
    try (FileChannel channel = FileChannel.open(fs.getPath("/f"), READ, WRITE);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Integer> closer =
          other.submit(() -> {
            int refused = 0;
            for (int round = 0; round < rounds; round++) {
              Arena arena = shared.take();
              while (arena.scope().isAlive()) {
                try {
                  arena.close();
                } catch (IllegalStateException e) {
                  refused++;
                }
              }
            }
            return refused;
          });
      for (int round = 0; round < rounds; round++) {
        Arena arena = Arena.ofShared();
        ByteBuffer buffer = arena.allocate(size).asByteBuffer();
        shared.put(arena);
        for (int i = 0; arena.scope().isAlive(); i++) {
          try {
            int n = i % 2 == 0 ? channel.read(buffer.clear(), 0) : channel.write(buffer.clear(), 0);
            assertThat(n).isEqualTo(size);
          } catch (IllegalStateException e) {
            assertThat(arena.scope().isAlive()).isFalse();
          }
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
      }
      assertThat(closer.get()).isPositive();
      assertThat(channel.size()).isEqualTo(size);
    }
  }
}
