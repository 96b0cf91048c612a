package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.nio.CordonFixture;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two files that are copied onto each other, both ways at once, while their pages fail and come
 * back. All of it is the same bytes; and nobody waits for ever.
 */
@Tag("A5")
@Tag("H8")
class TransferBetweenTest extends CordonFixture {

  private static final int LENGTH = 200 * PAGE;
  private static final int TRANSFERS = 300;

  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicInteger whole = new AtomicInteger();

  @Test
  void filesAreTransferredBothWaysWhileTheirPagesFail() throws Exception {
    Path one = file("/one", LENGTH);
    Path other = file("/other", LENGTH);
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      List<Future<?>> copies =
          List.of(
              executor.submit(transfers(one, other, true)),
              executor.submit(transfers(other, one, true)),
              executor.submit(transfers(one, other, false)),
              executor.submit(copies(one, "/copy")));
      List<Future<?>> strikes = new ArrayList<>();
      strikes.add(executor.submit(strikes(one)));
      strikes.add(executor.submit(strikes(other)));
      for (Future<?> each : copies) {
        each.get(100, TimeUnit.SECONDS);
      }
      done.set(true);
      for (Future<?> each : strikes) {
        each.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(whole.get()).isPositive();
    assertThat(Files.readAllBytes(one)).isEqualTo(bytes(LENGTH));
    assertThat(Files.readAllBytes(other)).isEqualTo(bytes(LENGTH));
  }

  private Callable<Void> transfers(Path from, Path to, boolean push) {
    return () -> {
      try (FileChannel source = FileChannel.open(from, READ);
          FileChannel target = FileChannel.open(to, WRITE)) {
        for (int i = 0; i < TRANSFERS; i++) {
          try {
            long moved =
                push
                    ? source.transferTo(0, LENGTH, target.position(0))
                    : target.transferFrom(source.position(0), 0, LENGTH);
            whole.addAndGet(moved == LENGTH ? 1 : 0);
          } catch (PoisonedPageException e) {
            // As it should be.
          }
        }
      }
      return null;
    };
  }

  private Callable<Void> copies(Path from, String to) {
    return () -> {
      Path target = path(to);
      for (int i = 0; i < TRANSFERS; i++) {
        try {
          Files.copy(from, target);
          assertThat(Files.readAllBytes(target)).isEqualTo(bytes(LENGTH));
        } catch (PoisonedPageException e) {
          // As it should be: then there is no target.
        }
        Files.deleteIfExists(target);
      }
      return null;
    };
  }

  /** A page at a time fails, keeps its bytes, and comes back. */
  private Callable<Void> strikes(Path path) {
    return () -> {
      MemoryFailures failures = CordonFileSystem.of(path.getFileSystem()).memoryFailures();
      for (int i = 0; !done.get(); i++) {
        long at = (long) (i % (LENGTH / PAGE)) * PAGE;
        failures.strike(path, at, StrikeContent.KEEP);
        assertThat(failures.unpoison(path, at)).isEqualTo(UnpoisonResult.UNPOISONED);
      }
      return null;
    };
  }
}
