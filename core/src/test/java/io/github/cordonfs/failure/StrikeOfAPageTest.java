package io.github.cordonfs.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.cache.Caches;
import io.github.cordonfs.cache.TestFile;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A strike on a page, when others are about to move it. */
class StrikeOfAPageTest {

  private static final int PAGE = TestFile.PAGE;
  private static final int ROUNDS = 5_000;

  @AutoClose private final Caches caches = Caches.of(3, HugePolicy.NEVER);

  private final TestFile file = caches.newFile("/file");

  private MemoryFailureEvent strike(PageFrame page) throws IOException {
    return caches.failure.strike(file.space, PAGE, page, StrikeContent.DESTROY);
  }

  private void assertSecondPage(MemoryFailureEvent event) {
    assertThat(event.paths()).containsExactly("/file");
    assertThat(event.pageIndex()).isEqualTo(1);
  }

  @Test
  @Tag("U1")
  void nobodyTakesThePageAwayBetweenTheLookAndTheStrike() throws Exception {
    file.fill(0, 4 * PAGE, 1);
    CompletableFuture<?>[] truncate = {null};
    MemoryFailureEvent event =
        strike(() -> {
          int frame = file.frame(PAGE);
          truncate[0] = CompletableFuture.runAsync(() -> file.space.truncate(0));
          assertThat(endsSoon(truncate[0])).isFalse();
          return frame;
        });
    assertSecondPage(event);
    truncate[0].get();
    assertThat(file.space.size()).isZero();
  }

  private static boolean endsSoon(CompletableFuture<?> work) {
    try {
      work.get(100, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("U1")
  void aPageThatASoftOfflineMovedMeanwhileIsStruckWhereItIs() throws Exception {
    file.fill(0, 4 * PAGE, 1);
    SoftOffline softOffline = new SoftOffline(caches.cache);
    AtomicBoolean moved = new AtomicBoolean();
    MemoryFailureEvent event =
        strike(() -> {
          int frame = file.frame(PAGE);
          if (!moved.getAndSet(true)) {
            assertThat(softOffline.softOffline(frame)).isEqualTo(SoftOfflineResult.MIGRATED);
          }
          return frame;
        });
    assertSecondPage(event);
    assertThat(event.frame()).isEqualTo(file.frame(PAGE));
  }

  @Test
  @Tag("U1")
  void aSoftOfflineAtTheSameTimeTakesNoStrikeAway() throws Exception {
    SoftOffline softOffline = new SoftOffline(caches.cache);
    Unpoison unpoison = new Unpoison(caches.cache);
    AtomicInteger round = new AtomicInteger();
    AtomicInteger suspect = new AtomicInteger();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              int done = 0;
              while (done < ROUNDS) {
                if (round.get() > done) {
                  done++;
                  var _ = softOffline.softOffline(suspect.get());
                  round.set(-done);
                }
              }
            });
    for (int i = 1; i <= ROUNDS; i++) {
      file.fill(0, 4 * PAGE, 1);
      int frame = file.frame(PAGE);
      suspect.set(frame);
      round.set(i);
      MemoryFailureEvent event = strike(() -> file.frame(PAGE));
      assertSecondPage(event);
      while (round.get() != -i) {
        Thread.onSpinWait();
      }
      var _ = file.space.truncate(0);
      var _ = unpoison.unpoison(frame);
      var _ = unpoison.unpoison(event.frame());
    }
    other.join();
  }

  @Test
  @Tag("U1")
  void aPageThatIsPoisonedAlreadyIsNotLookedForAnyFurther() throws Exception {
    file.fill(0, 4 * PAGE, 1);
    caches.failure.strike(file.frame(PAGE));
    assertThat(strike(() -> file.frame(PAGE)).frame()).isEqualTo(file.frame(PAGE));
    assertThat(caches.failure.counters().total()).isEqualTo(1);
  }
}
