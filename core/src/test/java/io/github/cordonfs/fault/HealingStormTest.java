package io.github.cordonfs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.failure.LogCapture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several healers and a patrol that never rests, while memory goes bad: exactly the pages that were
 * struck are lost, none beside them, and every frame comes back.
 */
@EnabledOnOs(OS.LINUX)
class HealingStormTest {

  private static final int PAGE = 4096;
  private static final int HEALERS = 4;
  private static final int PAGES = 32;
  private static final int STRIKES = Integer.getInteger("cordon.storm", 60);

  private final Queue<MemoryFailureEvent> events = new ConcurrentLinkedQueue<>();

  /**
   * Frames whose failure was not reported yet, by their pages, and how often they failed: whoever
   * is to report the first may be slower than the healer, who strikes the page again. Without the
   * path, as the healer may have deleted the file by then.
   */
  private final Map<String, Integer> struck = new ConcurrentHashMap<>();

  private final Queue<String> innocent = new ConcurrentLinkedQueue<>();
  private volatile boolean done;

  @ParameterizedTest
  @EnumSource(
      value = HugePolicy.class,
      names = {"NEVER", "ALWAYS"})
  @Tag("S48")
  @Tag("S49")
  @Tag("H8")
  @Tag("H14")
  @Tag("U4")
  void exactlyTheStruckPagesAreLost(HugePolicy huge) throws Exception {
    try (LogCapture _ = new LogCapture();
        FileSystem fs =
            Cordon.newFileSystem(
                CordonOptions.builder()
                    .size(32 << 20)
                    .huge(huge)
                    .collapseRate(0)
                    .patrolRate(1L << 32)
                    .physicalHugePages(false)
                    .injection(true)
                    .build());
        ExecutorService threads = Executors.newFixedThreadPool(HEALERS + 3)) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      failures.addListener(this::told);
      List<Future<?>> healers = new ArrayList<>();
      for (int i = 0; i < HEALERS; i++) {
        Healer healer = new Healer(fs, i);
        healers.add(threads.submit(healer::run));
      }
      List<Future<?>> others = new ArrayList<>();
      others.add(threads.submit(() -> patrol(failures)));
      others.add(threads.submit(() -> readAll(fs, 1)));
      others.add(threads.submit(() -> readAll(fs, 2)));
      try {
        for (Future<?> healer : healers) {
          healer.get();
        }
      } finally {
        done = true;
      }
      for (Future<?> other : others) {
        other.get();
      }
      var _ = failures.patrol();
      assertThat(innocent).as("reported, and not struck").isEmpty();
      assertThat(struck).as("struck, and not reported").isEmpty();
      assertThat(events).hasSize(HEALERS * STRIKES);
      assertThat(failures.badFiles()).isEmpty();
      assertThat(failures.counters().total()).isEqualTo((long) HEALERS * STRIKES);
      assertThat(failures.counters().outOfServiceBytes()).as("all are renewed").isZero();
    }
  }

  private void told(MemoryFailureEvent event) {
    events.add(event);
    boolean page =
        event.message() == MessageType.MEMORY_PAGE
            && (event.paths().size() == 1 || event.unlinked())
            && wasStruck(event.frame() + " " + event.pageIndex());
    if (!page || event.source() == FailureSource.INJECTED) {
      innocent.add(event.toString());
    }
  }

  private boolean wasStruck(String page) {
    AtomicBoolean was = new AtomicBoolean();
    struck.computeIfPresent(
        page,
        (_, times) -> {
          was.set(true);
          return times == 1 ? null : times - 1;
        });
    return was.get();
  }

  private int patrol(MemoryFailures failures) {
    int found = 0;
    while (!done) {
      found += failures.patrol();
    }
    return found;
  }

  /** Reads what others strike and heal: whoever comes first is told. */
  private int readAll(FileSystem fs, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer buffer = ByteBuffer.allocateDirect(3 * PAGE);
    int lost = 0;
    while (!done) {
      Path path = fs.getPath("/" + random.nextInt(HEALERS));
      if (Files.exists(path)) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          for (int i = 0; i < 50; i++) {
            channel.read(buffer.clear(), (long) random.nextInt(PAGES) * PAGE);
          }
        } catch (PoisonedPageException e) {
          lost++;
        } catch (NoSuchFileException e) {
          // It is just made anew.
        }
      }
    }
    return lost;
  }

  /** Strikes pages of a file of its own and makes them good again. */
  private final class Healer {
    private final MemoryFailures failures;
    private final Path path;
    private final Random random;
    private final byte[] expected = new byte[PAGES * PAGE];

    Healer(FileSystem fs, int number) {
      this.failures = CordonFileSystem.of(fs).memoryFailures();
      this.path = fs.getPath("/" + number);
      this.random = new Random(number);
    }

    Void run() throws IOException {
      random.nextBytes(expected);
      Files.write(path, expected);
      for (int strike = 0; strike < STRIKES; strike++) {
        int page = random.nextInt(PAGES);
        strike(page);
        lose(page);
        heal(page);
        assertThat(Files.readAllBytes(path)).isEqualTo(expected);
      }
      return null;
    }

    private void strike(int page) throws IOException {
      int frame = failures.frameOf(path, (long) page * PAGE);
      struck.merge(frame + " " + page, 1, Integer::sum);
      BadPage.inPool(path, frame);
    }

    private void lose(int page) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(PAGE);
      boolean told = false;
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.read(buffer, (long) page * PAGE);
      } catch (PoisonedPageException e) {
        told = true;
      }
      assertThat(told).as("the loss of page %s is told", page).isTrue();
    }

    private void heal(int page) throws IOException {
      ByteRange range = new ByteRange((long) page * PAGE, PAGE);
      byte[] bytes = Arrays.copyOfRange(expected, page * PAGE, (page + 1) * PAGE);
      switch (random.nextInt(5)) {
        case 0 -> assertThat(failures.restore(path, range, ByteBuffer.wrap(bytes))).hasSize(1);
        case 1 -> {
          assertThat(failures.clearPoison(path, range)).hasSize(1);
          write(page, bytes);
        }
        case 2 -> {
          try (CordonFileChannel channel =
              CordonFileChannel.of(FileChannel.open(path, StandardOpenOption.WRITE))) {
            channel.punchHole(range.offset(), PAGE);
          }
          write(page, bytes);
        }
        case 3 -> Files.write(path, expected);
        default -> {
          Files.delete(path);
          Files.write(path, expected);
        }
      }
    }

    private void write(int page, byte[] bytes) throws IOException {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        assertThat(channel.write(ByteBuffer.wrap(bytes), (long) page * PAGE)).isEqualTo(PAGE);
      }
    }
  }
}
