package io.github.cordonfs.nio.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.SoftOfflineResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Failures by path and offset, while pages are moved and their old frames go to others: what fails
 * is the page that was named.
 */
class MovingPagesTest {

  private static final int PAGE = 4096;
  private static final int HUGE = 512 * PAGE;
  private static final int ROUNDS = 2_000;

  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private FileSystem fs;
  private MemoryFailures failures;
  private Path path;
  private CordonFileChannel channel;
  private volatile boolean done;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(64 << 20)
                .huge(HugePolicy.ALWAYS)
                .collapseRate(0)
                .recycleInjected(true)
                .injection(true)
                .build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    path = fs.getPath("/moving");
    channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    channel.write(ByteBuffer.allocate(HUGE), 0);
  }

  @AfterEach
  void close() throws IOException {
    done = true;
    other.close();
    fs.close();
  }

  /**
   * Joins the pages on fresh memory; a new file takes frames that they had, and gives them back.
   */
  private Void move() throws IOException {
    Path next = fs.getPath("/next");
    while (!done) {
      var _ = channel.collapse(0, HUGE);
      Files.write(next, new byte[17 * PAGE]);
      Files.delete(next);
    }
    return null;
  }

  @Test
  @Tag("U1")
  void aStrikeHitsThePageThatIsNamed() throws Exception {
    Future<Void> moving = other.submit(this::move);
    for (int i = 0; i < ROUNDS; i++) {
      long page = i % 16;
      MemoryFailureEvent event = failures.strike(path, page * PAGE);
      assertThat(event.paths()).containsExactly("/moving");
      assertThat(event.pageIndex()).isEqualTo(page);
      assertThat(failures.clearPoison(path, new ByteRange(0, HUGE))).hasSize(1);
      channel.write(ByteBuffer.allocate(PAGE), page * PAGE);
    }
    done = true;
    moving.get();
    assertThat(CordonFileSystem.of(fs).memoryUsage().outOfServiceBytes()).isZero();
  }

  @Test
  @Tag("O1")
  void aSoftOfflineTakesTheFrameOfThePageThatIsNamed() throws Exception {
    Future<Void> moving = other.submit(this::move);
    for (int i = 0; i < 4 * ROUNDS; i++) {
      assertThat(failures.softOffline(path, i % 16 * (long) PAGE))
          .isEqualTo(SoftOfflineResult.MIGRATED);
    }
    done = true;
    moving.get();
  }

  @Test
  @Tag("O1")
  void aSoftOfflineFollowsAPageThatOneByFrameHasMoved() throws Exception {
    Future<?> moving =
        other.submit(() -> {
          for (int i = 0; i < 2 * ROUNDS && !done; i++) {
            var _ = failures.softOfflineFrame(failures.frameOf(path, 0));
          }
          return null;
        });
    for (int i = 0; i < 2 * ROUNDS && !moving.isDone(); i++) {
      assertThat(failures.softOffline(path, 0)).isEqualTo(SoftOfflineResult.MIGRATED);
    }
    done = true;
    moving.get();
  }
}
