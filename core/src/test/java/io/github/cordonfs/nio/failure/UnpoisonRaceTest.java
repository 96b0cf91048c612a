package io.github.cordonfs.nio.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.nio.CordonFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One takes the failure of a page back while another accepts its loss: it is one or the other. */
@Tag("U3")
class UnpoisonRaceTest extends CordonFixture {

  private static final int ROUNDS = 5_000;

  @Test
  void aPageIsWholeAgainOrAHole() throws Exception {
    Path file = file("/f", 3 * PAGE);
    ByteRange page = new ByteRange(PAGE, PAGE);
    CyclicBarrier start = new CyclicBarrier(2);
    CyclicBarrier end = new CyclicBarrier(2);
    boolean[] cleared = new boolean[1];
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> clearing =
          other.submit(() -> {
            for (int i = 0; i < ROUNDS; i++) {
              start.await();
              List<ByteRange> gone = failures().clearPoison(file, page);
              cleared[0] = !gone.isEmpty();
              end.await();
            }
            return null;
          });
      for (int i = 0; i < ROUNDS; i++) {
        failures().strike(file, PAGE, StrikeContent.KEEP);
        start.await();
        UnpoisonResult result = failures().unpoison(file, PAGE);
        end.await();
        assertThat(result == UnpoisonResult.UNPOISONED).isEqualTo(!cleared[0]);
        byte[] now = Files.readAllBytes(file);
        assertThat(now[PAGE] == 0).isEqualTo(cleared[0]);
        Files.write(file, bytes(3 * PAGE));
      }
      clearing.get();
    } finally {
      // Whichever of the two failed, the other waits for it.
      other.shutdownNow();
    }
  }
}
