package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is due sooner is not held up by a thread that waits for what is due later. */
class BackgroundWorkTest {

  private static final class Task extends BackgroundTask {
    final CountDownLatch done = new CountDownLatch(1);

    @Override
    protected long run() {
      done.countDown();
      return DONE;
    }

    boolean isDoneSoon() throws InterruptedException {
      return done.await(30, TimeUnit.SECONDS);
    }
  }

  private final Task late = new Task();

  @AfterEach
  void forgetTheLateOne() {
    late.schedule(0);
  }

  /** Has the thread wait for a task that is due in an hour. */
  private void letItWait() {
    late.schedule(TimeUnit.HOURS.toNanos(1));
    // Long enough for the thread to have looked; if it has not, the test proves less.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    assertThat(late.done.getCount()).isOne();
  }

  @Test
  void aTaskThatIsDueSoonerIsDoneInTime() throws InterruptedException {
    letItWait();
    Task sooner = new Task();
    sooner.schedule(TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(sooner.isDoneSoon()).isTrue();
    assertThat(late.done.getCount()).isOne();
  }

  @Test
  void aTaskThatBecomesDueSoonerIsDoneInTime() throws InterruptedException {
    letItWait();
    late.schedule(TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(late.isDoneSoon()).isTrue();
  }

  @Test
  void aTaskThatIsDueLaterHoldsNothingUp() throws InterruptedException {
    letItWait();
    Task sooner = new Task();
    sooner.schedule(TimeUnit.MILLISECONDS.toNanos(300));
    Task latest = new Task();
    latest.schedule(TimeUnit.HOURS.toNanos(2));
    assertThat(sooner.isDoneSoon()).isTrue();
    latest.schedule(0);
    assertThat(latest.isDoneSoon()).isTrue();
  }

  @Test
  void aTaskThatIsTakenOutIsNotDoneAndTheOthersAre() throws InterruptedException {
    Task[] tasks = new Task[5];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = new Task();
      tasks[i].schedule(TimeUnit.MILLISECONDS.toNanos(300 + i));
    }
    // From the middle and from both ends; and one that is not there.
    for (int i : new int[] {2, 0, 4, 2}) {
      tasks[i].cancel();
      assertThat(tasks[i].scheduled).isFalse();
    }
    assertThat(tasks[1].isDoneSoon()).isTrue();
    assertThat(tasks[3].isDoneSoon()).isTrue();
    Task last = new Task();
    last.schedule(TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(last.isDoneSoon()).isTrue();
    for (int i : new int[] {0, 2, 4}) {
      assertThat(tasks[i].done.getCount()).isOne();
    }
    tasks[2].schedule(0);
    assertThat(tasks[2].isDoneSoon()).isTrue();
  }
}
