package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.SpyMemory.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bad memory that two threads meet at once: one handles it, and the other is told, too. */
@Tag("H8")
class SharedFaultTest {

  private static final int SIZE = 8 * PAGE;

  private Caches caches;
  private TestFile file;
  private final List<Thread> others = new ArrayList<>();

  @BeforeEach
  void open() {
    caches = Caches.of(4, HugePolicy.NEVER);
    file = caches.newFile("/file");
    file.fill(0, SIZE, 1);
  }

  @AfterEach
  void close() throws InterruptedException {
    for (Thread other : others) {
      other.join();
    }
    caches.close();
  }

  /** Lets another thread handle the failure of the page as soon as this one leaves the lock. */
  private void failWhileLocked(Moment moment, int frame) {
    caches.memory.once(
        moment,
        () -> {
          Thread other = Thread.ofPlatform().start(() -> caches.failure.strike(frame));
          others.add(other);
          // Whoever looks for the bad page comes too late.
          caches.memory.once(Moment.BEFORE_PROBE, () -> joined(other));
          while (!waitsForTheExtent(other)) {
            Thread.onSpinWait();
          }
          throw new InternalError("bad memory");
        });
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the queue of the extent's lock, and not held up by something else on its way there. */
  private static boolean waitsForTheExtent(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(StampedLock.class.getName()));
  }

  @Test
  @Tag("A1")
  void aReaderWhosePageAnotherReaderTookOutIsToldSo() {
    int frame = file.frame(0);
    caches.memory.once(
        Moment.BEFORE_COPY_OUT,
        () -> {
          caches.failure.strike(frame);
          throw new InternalError("bad memory");
        });
    assertThat(file.read(0, SIZE)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("R1")
  void aReaderWhosePageWasPunchedSeesTheHole() {
    caches.memory.once(
        Moment.BEFORE_COPY_OUT,
        () -> {
          file.space.punch(0, SIZE);
          throw new InternalError("bad memory");
        });
    file.assertZero(0, SIZE);
  }

  @Test
  @Tag("A3")
  void aWriterWhosePageAReaderTookOutIsToldSo() {
    failWhileLocked(Moment.BEFORE_COPY_IN, file.frame(0));
    assertThat(file.write(0, TestFile.data(2, SIZE))).isEqualTo(AddressSpace.POISONED);
  }

  /** Nor is it tried once more as if nothing had been: somebody has to know of it. */
  @Test
  @Tag("A3")
  void anErrorThatNoBadPageExplainsIsTheWritersOwn() {
    caches.memory.once(
        Moment.BEFORE_COPY_IN,
        () -> {
          throw new InternalError("somebody's memory");
        });
    assertThatThrownBy(() -> file.write(0, TestFile.data(2, SIZE)))
        .isInstanceOf(InternalError.class);
    assertThat(file.space.hasPoison()).isFalse();
  }

  @Test
  @Tag("F3")
  void aCollapseWhosePageAReaderTookOutLeavesTheRangeAlone() {
    failWhileLocked(Moment.BEFORE_COPY_FRAMES, file.frame(PAGE));
    assertThat(SpaceCollapse.collapse(file.space, 0, SIZE).notJoined())
        .containsExactly(Map.entry(Reason.FAILED, 1));
    assertThat(file.space.hasPoison()).isTrue();
  }
}
