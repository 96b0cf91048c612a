package io.github.cordonfs.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.Caches;
import io.github.cordonfs.cache.SpyMemory;
import io.github.cordonfs.cache.TestFile;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H14")
class FailureEventTest {

  private static final int PAGE = TestFile.PAGE;

  @AutoClose private final Caches caches = Caches.of(3, HugePolicy.ALWAYS);

  private final TestFile file = caches.newFile("/dir/file");
  private final List<MemoryFailureEvent> told = new ArrayList<>();

  @BeforeEach
  void fill() {
    file.fill(0, 10 * PAGE + 100, 1);
    caches.failure.addListener(told::add);
  }

  @Test
  void exactlyOneEventTellsEverything() {
    Instant before = Instant.now();
    long begin = System.nanoTime();
    int frame = file.frame(7 * PAGE);
    file.paths = List.of("/dir/file", "/link");
    MemoryFailureEvent event = file.strike(7 * PAGE + 9);
    assertThat(told).containsExactly(event);
    assertThat(event.frame()).isEqualTo(frame);
    assertThat(event.paths()).containsExactly("/dir/file", "/link");
    assertThat(event.unlinked()).isFalse();
    assertThat(event.pageIndex()).isEqualTo(7);
    assertThat(event.range()).isEqualTo(new ByteRange(7 * PAGE, PAGE));
    assertThat(event.folioOrder()).isEqualTo(9);
    assertThat(event.source()).isEqualTo(FailureSource.INJECTED);
    assertThat(event.message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(event.time()).isBetween(before, Instant.now());
    assertThat(event.handling())
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - begin));
    OptionalLong pfn = event.kernelPfn();
    pfn.ifPresent(number -> assertThat(number).isPositive());
  }

  /** After that it may be another page's, or none's. */
  @Test
  @Tag("S52")
  void theKernelsNumberIsLookedUpBeforeTheFrameIsHandled() {
    FrameTable table = caches.cache.frameTable();
    List<String> states = new ArrayList<>();
    caches.memory.each(
        SpyMemory.Moment.ADDRESS,
        (frame, offset, length) -> states.add(FrameState.name(table.state(frame))));
    caches.fail(file.frame(0), FailureSource.HARDWARE);
    caches.fail(file.frame(PAGE), FailureSource.SCRUB);
    file.strike(2 * PAGE);
    caches.fail(freeFrame(), FailureSource.SCRUB);
    assertThat(states).containsExactly("IN_USE", "IN_USE", "IN_USE", "FREE");
  }

  @Test
  void theSecondFailureOfAFolioSaysOrderZero() {
    file.strike(0);
    assertThat(file.strike(PAGE).folioOrder()).isZero();
    assertThat(told).hasSize(2);
  }

  @Test
  void theRangeIsClippedToTheSize() {
    assertThat(file.strike(10 * PAGE).range()).isEqualTo(new ByteRange(10 * PAGE, 100));
  }

  @Test
  void aPageWhollyPastTheEndHasAnEmptyRange() {
    MemoryFailureEvent event = caches.failure.strike(file.frame(20 * PAGE));
    assertThat(event.pageIndex()).isEqualTo(20);
    assertThat(event.range()).isEqualTo(new ByteRange(20 * PAGE, 0));
  }

  @Test
  void aFileWithoutANameIsUnlinked() {
    file.paths = List.of();
    MemoryFailureEvent event = file.strike(0);
    assertThat(event.unlinked()).isTrue();
    assertThat(event.paths()).isEmpty();
    assertThat(event.pageIndex()).isZero();
  }

  /** A free frame of a block with memory behind it. */
  private int freeFrame() {
    file.space.truncate(10 * PAGE);
    file.space.punch(9 * PAGE, PAGE);
    FrameTable table = caches.cache.frameTable();
    return IntStream.range(0, 512)
        .filter(frame -> table.state(frame) == FrameState.FREE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFrameInNoFileHasAnEmptyRangeAtZero() {
    MemoryFailureEvent event = caches.fail(freeFrame(), FailureSource.SCRUB);
    assertThat(told).containsExactly(event);
    assertThat(event.range()).isEqualTo(new ByteRange(0, 0));
    assertThat(event.folioOrder()).isZero();
    assertThat(event.unlinked()).isFalse();
  }

  @Test
  void everyListenerIsToldAlsoAfterOneThatThrows() {
    List<MemoryFailureEvent> after = new ArrayList<>();
    caches.failure.addListener(event -> {
      throw new IllegalStateException("a listener that throws");
    });
    caches.failure.addListener(event -> {
      throw new AssertionError("a listener that fails");
    });
    caches.failure.addListener(after::add);
    try (LogCapture log = new LogCapture()) {
      file.strike(0);
      assertThat(log.thrown()).hasSize(2);
    }
    assertThat(told).hasSize(1);
    assertThat(after).isEqualTo(told);
  }

  @Test
  void aListenerThatWasRemovedIsNotToldAndAnotherOfItsKindIs() {
    List<MemoryFailureEvent> twice = new ArrayList<>();
    Consumer<MemoryFailureEvent> listener = twice::add;
    Registration first = caches.failure.addListener(listener);
    Registration second = caches.failure.addListener(listener);
    file.strike(0);
    assertThat(twice).hasSize(2);
    first.close();
    first.close();
    file.strike(PAGE);
    assertThat(twice).hasSize(3);
    second.close();
    file.strike(2 * PAGE);
    assertThat(twice).hasSize(3);
  }

  @Test
  void aListenerMayReadAndClearAndWrite() {
    byte[] repaired = TestFile.data(9, PAGE);
    List<Object> seen = new ArrayList<>();
    caches.failure.addListener(event -> {
      seen.add(file.read(event.range().offset(), 1));
      seen.add(file.space.clearPoison(event.range().offset(), event.range().length()));
      seen.add(file.write(event.range().offset(), repaired));
    });
    file.strike(3 * PAGE);
    assertThat(seen)
        .containsExactly(AddressSpace.POISONED, List.of(new ByteRange(3 * PAGE, PAGE)), PAGE);
    assertThat(file.bytes(3 * PAGE, PAGE)).isEqualTo(repaired);
  }

  @Test
  void aListenerMayStrikeAgain() {
    caches.failure.addListener(event -> {
      if (event.pageIndex() < 5) {
        file.strike((event.pageIndex() + 1) * PAGE);
      }
    });
    file.strike(PAGE);
    assertThat(told).hasSize(5);
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(PAGE, 5 * PAGE));
  }

  @Test
  void aListenerIsCalledWithNoLockHeld() {
    List<Integer> results = new ArrayList<>();
    caches.failure.addListener(event -> {
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                results.add(file.write(event.range().offset() + PAGE, new byte[5]));
                results.add(file.space.punch(event.range().offset(), PAGE));
              });
      join(other);
    });
    file.strike(0);
    assertThat(results).containsExactly(5, 0);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Tag("S23")
  void bothKindsOfBadMemoryAreLoggedOnceAndInjectedFailuresAreNot() {
    try (LogCapture log = new LogCapture()) {
      MemoryFailureEvent event = caches.fail(file.frame(0), FailureSource.HARDWARE);
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().getFirst()).isEqualTo(FailureText.of("caches", event));
      caches.fail(file.frame(0), FailureSource.HARDWARE);
      file.strike(PAGE);
      assertThat(log.warnings()).hasSize(1);
      MemoryFailureEvent found = caches.fail(file.frame(2 * PAGE), FailureSource.SCRUB);
      caches.fail(file.frame(2 * PAGE), FailureSource.SCRUB);
      MemoryFailureEvent free = caches.fail(freeFrame(), FailureSource.SCRUB);
      assertThat(log.warnings())
          .containsExactly(
              FailureText.of("caches", event),
              FailureText.of("caches", found),
              FailureText.of("caches", free));
    }
  }

  @Test
  void aHardwareFailureMetUnderALockIsLoggedOnceWhenListenersAreTold() {
    try (LogCapture log = new LogCapture()) {
      caches.memory.goBad(file.frame(0));
      BadFrame found = Objects.requireNonNull(caches.cache.findBad(file.frame(0)));
      caches.failure.failed(found);
      caches.failure.failed(found);
      assertThat(log.warnings()).isEmpty();
      assertThat(caches.failure.hasReports()).isTrue();
      caches.failure.deliverReports();
      caches.failure.deliverReports();
      assertThat(told).hasSize(1);
      assertThat(log.warnings()).containsExactly(FailureText.of("caches", told.getFirst()));
    }
  }
}
