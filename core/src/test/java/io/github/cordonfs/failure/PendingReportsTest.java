package io.github.cordonfs.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.Caches;
import io.github.cordonfs.cache.TestFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S53")
@Tag("S25")
class PendingReportsTest {

  /** A queue to which another thread adds as soon as it is found empty. */
  private static final class LateQueue extends ConcurrentLinkedQueue<Report> {
    private static final long serialVersionUID = 1;

    private transient @Nullable Runnable late;

    @Override
    public @Nullable Report poll() {
      Report report = super.poll();
      Runnable arrives = late;
      if (report == null && arrives != null) {
        late = null;
        arrives.run();
      }
      return report;
    }
  }

  private static Report report() {
    try (Caches caches = Caches.of(1, HugePolicy.NEVER)) {
      TestFile file = caches.newFile("/file");
      file.fill(0, 1, 1);
      return new Report(file.strike(0), null);
    }
  }

  @Test
  void aReportThatArrivesAfterTheLastLookIntoTheQueueIsNotForgotten() {
    LateQueue queue = new LateQueue();
    PendingReports pending = new PendingReports(queue);
    Report first = report();
    Report second = report();
    pending.add(first);
    queue.late = () -> pending.add(second);
    List<Report> told = new ArrayList<>();
    pending.drainTo(told::add);
    assertThat(told).containsExactly(first);
    assertThat(pending.mayHaveSome()).as("the second is still to be told").isTrue();
    pending.drainTo(told::add);
    assertThat(told).containsExactly(first, second);
    assertThat(pending.mayHaveSome()).isFalse();
  }

  @Test
  void aReportIsAnnouncedOnceItIsInTheQueueAndNotBefore() {
    List<Boolean> seen = new ArrayList<>();
    PendingReports[] pending = new PendingReports[1];
    Queue<Report> queue =
        new ConcurrentLinkedQueue<>() {
          private static final long serialVersionUID = 1;

          @Override
          public boolean add(Report report) {
            boolean added = super.add(report);
            seen.add(pending[0].mayHaveSome());
            return added;
          }
        };
    pending[0] = new PendingReports(queue);
    pending[0].add(report());
    assertThat(seen).as("not before it is there").containsExactly(false);
    assertThat(pending[0].mayHaveSome()).isTrue();
  }

  @Test
  void aReportThatAListenerCausesIsTold() {
    try (Caches caches = Caches.of(1, HugePolicy.NEVER)) {
      TestFile file = caches.newFile("/file");
      file.fill(0, 4 * TestFile.PAGE, 1);
      List<Long> told = new ArrayList<>();
      caches.failure.addListener(event -> {
        told.add(event.pageIndex());
        if (told.size() == 1) {
          fail(caches, file.frame(TestFile.PAGE));
        }
      });
      fail(caches, file.frame(0));
      caches.failure.deliverReports();
      assertThat(told).containsExactly(0L, 1L);
      assertThat(caches.failure.counters().of(FailureSource.HARDWARE).total()).isEqualTo(2);
    }
  }

  private static void fail(Caches caches, int frame) {
    caches.memory.goBad(frame);
    caches.failure.failed(Objects.requireNonNull(caches.cache.findBad(frame)));
  }
}
