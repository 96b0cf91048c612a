package io.github.cordonfs.testkit.powercut;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.testkit.powercut.WriteAheadLog.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultExplorationTest {

  @Test
  void eachOperationFailsOnceWithEachError() throws Exception {
    FaultReport report = Explore.faults(disk -> replace(disk, true), this::isOldOrNew).run();
    assertThat(report.failures()).isEmpty();
    // Open, write, force and move; open and write have two errors each, and a write is short or
    // torn.
    assertThat(report.operations()).isEqualTo(4);
    assertThat(report.runs()).isEqualTo(8);
  }

  @Test
  void aProgramThatOverwritesInPlaceIsFoundAndReplayed() throws Exception {
    FaultExploration naive = Explore.faults(disk -> replace(disk, false), this::isOldOrNew);
    FailingRun found = naive.run().failures().getFirst();
    assertThat(found.toString()).contains("WRITE /file", "failed with java.io.IOException");
    for (int i = 0; i < 20; i++) {
      FaultReport again = naive.replay(found.code()).run();
      assertThat(again.runs()).isEqualTo(1);
      assertThat(again.failures()).singleElement().hasToString(found.toString());
    }
    assertThatThrownBy(naive::check).hasMessageContaining("replay: -Dcordon.replay=f");
  }

  @Test
  void theReportDoesNotDependOnTheThreads() throws Exception {
    for (int most : new int[] {1, 2, 1000}) {
      List<FaultReport> reports = new ArrayList<>();
      for (int threads : new int[] {1, 2, 5}) {
        reports.add(
            Explore.faults(disk -> replace(disk, false), this::isOldOrNew)
                .threads(threads)
                .maxFailures(most)
                .run());
      }
      assertThat(reports.getFirst().failures()).isNotEmpty();
      assertThat(reports)
          .allSatisfy(report -> {
            assertThat(report.runs()).isEqualTo(reports.getFirst().runs());
            assertThat(report.failures().toString())
                .isEqualTo(reports.getFirst().failures().toString());
          });
    }
    assertThatThrownBy(() -> Explore.faults(_ -> {}, _ -> {}).threads(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsAreMadeAtTheSameTime() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    Explore.faults(
            disk -> {
              if (runs.getAndIncrement() > 0) {
                both.await(20, TimeUnit.SECONDS);
              }
              replace(disk, true);
            },
            this::isOldOrNew)
        .threads(2)
        .check();
    assertThat(runs).hasValue(9);
  }

  @Test
  void anErrorOfARunInAnotherThreadIsTheCallers() {
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(() ->
            Explore.faults(
                    disk -> {
                      if (runs.getAndIncrement() == 3) {
                        throw new StackOverflowError("made up");
                      }
                      replace(disk, true);
                    },
                    this::isOldOrNew)
                .threads(2)
                .run())
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void aProgramThatFailsInAnotherWayThanByAnIOExceptionIsFound() throws Exception {
    Workload careless =
        disk -> {
          try {
            Files.createFile(disk.root().resolve("file"));
          } catch (IOException e) {
            throw new IllegalStateException("unexpected", e);
          }
        };
    assertThat(Explore.faults(careless, _ -> {}).run().failures())
        .singleElement()
        .asString()
        .contains("IllegalStateException: unexpected");
  }

  @Test
  void aWriteThatIsShortIsFoundWhereNobodyWritesTheRest() throws Exception {
    Workload naive =
        disk -> {
          try (FileChannel channel = FileChannel.open(disk.root().resolve("file"), CREATE, WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode("new"));
          }
          disk.promise("new");
        };
    Recovery recovery =
        disk -> {
          if (disk.isPromised("new")) {
            assertThat(disk.root().resolve("file")).hasContent("new");
          }
        };
    assertThat(Explore.faults(naive, recovery).run().failures())
        .singleElement()
        .asString()
        .contains("Shorten[bytes=1] at WRITE /file", "workload: coped", "f2.WRITE.SHORT");
  }

  @Test
  void wrongBytesAreFoundWhereNoChecksumIs() throws Exception {
    for (FaultKind kind : List.of(FaultKind.LOST, FaultKind.FLIPPED_BIT, FaultKind.ZEROS)) {
      for (boolean checked : new boolean[] {true, false}) {
        FaultReport report =
            Explore.faults(
                    disk -> {
                      byte[] bytes = new byte[1024];
                      Arrays.fill(bytes, (byte) 1);
                      Files.write(disk.root().resolve("file"), bytes);
                      if (checked && Arrays.mismatch(read(disk), bytes) >= 0) {
                        throw new IOException("not what was written");
                      }
                      disk.promise("ones");
                    },
                    disk -> {
                      if (disk.isPromised("ones")) {
                        assertThat(Files.readAllBytes(disk.root().resolve("file")))
                            .hasSize(1024)
                            .containsOnly(1);
                      }
                    })
                .kinds(kind)
                .run();
        assertThat(report.failures()).as("%s, checked: %s", kind, checked).hasSize(checked ? 0 : 1);
      }
    }
  }

  private static byte[] read(TestDisk disk) throws IOException {
    return Files.readAllBytes(disk.root().resolve("file"));
  }

  @Test
  void aLimitIsToldOf() throws Exception {
    FaultReport report =
        Explore.faults(disk -> replace(disk, true), this::isOldOrNew).maxRuns(3).run();
    assertThat(report.limited()).isTrue();
    assertThat(report)
        .hasToString(
            "4 operations, 3 runs with a fault and no more, which was the limit, 0 failed");
  }

  @Test
  void whatIsGivenMeetsNoFault() throws Exception {
    FaultReport report =
        Explore.faults(
                disk -> Files.delete(disk.root().resolve("file")),
                disk -> assertThat(disk.root()).isNotNull())
            .given(disk -> Files.createFile(disk.root().resolve("file")))
            .run();
    assertThat(report.operations()).isEqualTo(1);
  }

  @Test
  void theWriteAheadLogSurvivesEveryErrorOfItsRecords() throws Exception {
    FaultReport report =
        Explore.faults(
                disk -> {
                  try (WriteAheadLog store = store(disk.root())) {
                    store.put("a", "1");
                    disk.promise("a");
                    store.put("b", "2");
                    disk.promise("b");
                  }
                },
                disk -> {
                  try (WriteAheadLog store = store(disk.root())) {
                    assertThat(store.values().keySet()).containsAll(disk.promises());
                  }
                })
            .run();
    assertThat(report.failures()).as("%s", report.failures()).isEmpty();
    assertThat(report.runs()).isGreaterThan(15);
  }

  private static WriteAheadLog store(Path root) throws IOException {
    return WriteAheadLog.open(root.resolve("store"), Variant.CAREFUL);
  }

  /** Whatever failed, the content is the old one, if any, or the new one. */
  private void isOldOrNew(CrashedDisk disk) throws IOException {
    Path file = disk.root().resolve("file");
    if (Files.exists(file)) {
      assertThat(file).hasContent("new");
    }
    assertThat(Files.exists(file) || !disk.isPromised("new")).isTrue();
  }

  private static void replace(TestDisk disk, boolean careful) throws IOException {
    Path file = disk.root().resolve("file");
    Path written = careful ? disk.root().resolve("temporary") : file;
    try (FileChannel channel = FileChannel.open(written, CREATE, WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode("new");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (careful) {
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    disk.promise("new");
  }
}
