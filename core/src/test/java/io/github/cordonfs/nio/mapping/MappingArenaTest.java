package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.map.RangeBudget;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How mappings end, in arenas of every kind, while pages fail. */
class MappingArenaTest {

  private static final int PAGE = 4096;
  private static final int BLOCK = 1 << 21;
  private static final int ROUNDS = 300;

  private FileSystem fs;
  private MemoryFailures failures;
  private Path path;
  private CordonFileChannel channel;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(64 << 20)
                .huge(HugePolicy.ALWAYS)
                .recycleInjected(true)
                .injection(true)
                .build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    path = fs.getPath("/file");
    channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    channel.write(ByteBuffer.wrap(new byte[BLOCK]), 0);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  /** Strikes and clears pages until told to stop; returns how many. */
  private int strike(AtomicBoolean stop) throws IOException {
    int strikes = 0;
    while (!stop.get()) {
      failures.strike(path, (long) (strikes % 64) * PAGE);
      strikes++;
      failures.clearPoison(path, new ByteRange(0, BLOCK));
    }
    return strikes;
  }

  private interface Use {
    void run(MapMode mode) throws IOException;
  }

  /** Runs many mappings against strikes; memory of others must not change under anybody. */
  private void againstStrikes(Use use) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService others = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> strikes = others.submit(() -> strike(stop));
      // Whoever lays something over addresses that are not its own any more hits these.
      Future<Integer> bystander = others.submit(() -> useFreshMemory(stop));
      for (int round = 0; round < ROUNDS; round++) {
        use.run(round % 2 == 0 ? MapMode.READ_WRITE : MapMode.READ_ONLY);
      }
      stop.set(true);
      assertThat(strikes.get(60, TimeUnit.SECONDS)).isPositive();
      assertThat(bystander.get(60, TimeUnit.SECONDS)).isPositive();
    } finally {
      stop.set(true);
      others.shutdownNow();
    }
  }

  /** Takes addresses that were just given back, and expects to keep what it stores there. */
  private static int useFreshMemory(AtomicBoolean stop) {
    int rounds = 0;
    while (!stop.get()) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(BLOCK, PAGE);
        memory.fill((byte) 0x5A);
        for (int page = 0; page < BLOCK / PAGE; page++) {
          assertThat(memory.get(ValueLayout.JAVA_BYTE, (long) page * PAGE)).isEqualTo((byte) 0x5A);
        }
        rounds++;
      }
    }
    return rounds;
  }

  @Test
  @Tag("M5")
  @Tag("H8")
  void sharedArenasMayBeClosedWhileTheirPagesFail() throws Exception {
    againstStrikes(mode -> {
      try (Arena arena = Arena.ofShared()) {
        channel.map(mode, 0, BLOCK, arena);
      }
    });
    assertThat(CordonFileSystem.of(fs).memoryUsage().outOfServiceBytes()).isZero();
  }

  @Test
  @Tag("M5")
  @Tag("H8")
  void confinedArenasMayBeClosedWhileTheirPagesFail() throws Exception {
    againstStrikes(mode -> {
      try (Arena arena = Arena.ofConfined()) {
        channel.map(mode, 0, BLOCK, arena);
        channel.map(mode, PAGE + 5, BLOCK / 2, arena);
      }
    });
  }

  @Test
  @Tag("M5")
  @Tag("M4")
  void buffersMayBeCollectedWhileTheirPagesFail() throws Exception {
    againstStrikes(mode -> {
      assertThat(channel.map(mode, 0, BLOCK).capacity()).isEqualTo(BLOCK);
      if (Math.floorMod(System.identityHashCode(new Object()), 50) == 0) {
        System.gc();
      }
    });
    channel.close();
    Files.delete(path);
    // The collector takes its time; it must come to an end.
    while (CordonFileSystem.of(fs).memoryUsage().usedBytes() != 0) {
      System.gc();
      Thread.onSpinWait();
    }
  }

  @Test
  @Tag("M5")
  void aMappingInTheGlobalArenaStays() throws IOException {
    MemorySegment map = channel.map(MapMode.READ_WRITE, 0, PAGE, Arena.global());
    failures.strike(path, 0);
    assertThat(MappingTest.faults(map, 0)).isTrue();
    channel.punchHole(0, PAGE);
    assertThat(MappingTest.faults(map, 0)).isFalse();
  }

  @Test
  @Tag("M5")
  void aClosedArenaAndAnothersArenaAreRefusedAndNothingIsKept() throws Exception {
    Arena[] closed = new Arena[1];
    try (Arena arena = Arena.ofShared()) {
      closed[0] = arena;
    }
    assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, PAGE, closed[0]))
        .isInstanceOf(IllegalStateException.class);
    try (Arena confined = Arena.ofConfined();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> mapping = other.submit(() -> channel.map(MapMode.READ_ONLY, 0, PAGE, confined));
      assertThatThrownBy(mapping::get).hasCauseInstanceOf(WrongThreadException.class);
    }
    channel.close();
    Files.delete(path);
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
  }

  @Test
  @Tag("M1")
  void aMappingInTooManyPiecesIsRefusedByName() throws IOException {
    // Pages of two files by turns: no two frames of one are adjacent.
    FileSystem broken =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(600L << 20)
                .huge(HugePolicy.NEVER)
                .injection(true)
                .build());
    try (broken) {
      Path one = broken.getPath("/one");
      Path two = broken.getPath("/two");
      try (FileChannel first =
              FileChannel.open(
                  one,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileChannel second =
              FileChannel.open(two, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          Arena arena = Arena.ofShared()) {
        int pages = RangeBudget.limit() + 10;
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
        for (int i = 0; i < pages; i++) {
          first.write(page.clear(), (long) i * PAGE);
          second.write(page.clear(), (long) i * PAGE);
        }
        assertThatThrownBy(() -> first.map(MapMode.READ_ONLY, 0, (long) pages * PAGE, arena))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("vm.max_map_count")
            .hasMessageContaining("/one");
        MemorySegment part = first.map(MapMode.READ_ONLY, 0, 100L * PAGE, arena);
        assertThat(part.get(ValueLayout.JAVA_BYTE, 99L * PAGE)).isZero();
      }
    }
  }

  @Test
  @Tag("A6")
  void aStrikeCutsOffManyMappings() throws IOException {
    List<MemorySegment> maps = new ArrayList<>();
    try (Arena arena = Arena.ofShared()) {
      for (int i = 0; i < 100; i++) {
        maps.add(channel.map(MapMode.READ_ONLY, 0, BLOCK, arena));
      }
      failures.strike(path, 3 * PAGE);
      for (MemorySegment map : maps) {
        assertThat(MappingTest.faults(map, 3 * PAGE)).isTrue();
        assertThat(MappingTest.faults(map, 2 * PAGE)).isFalse();
      }
    }
  }
}
