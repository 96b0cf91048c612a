package io.github.cordonfs.testkit.powercut;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.testkit.powercut.WriteAheadLog.Variant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

class FaultExplorationTest {

  @Test
  void eachOperationFailsOnceWithEachError() throws Exception {
    FaultReport report = Explore.faults(disk -> replace(disk, true), this::isOldOrNew).run();
    assertThat(report.failures()).isEmpty();
    // Open, write, force and move; open and write have two errors each.
    assertThat(report.operations()).isEqualTo(4);
    assertThat(report.runs()).isEqualTo(6);
  }

  @Test
  void aProgramThatOverwritesInPlaceIsFoundAndReplayed() throws Exception {
    FaultExploration naive = Explore.faults(disk -> replace(disk, false), this::isOldOrNew);
    FaultReport.Failing found = naive.run().failures().getFirst();
    assertThat(found.toString()).contains("WRITE /file", "failed with java.io.IOException");
    for (int i = 0; i < 20; i++) {
      FaultReport again = naive.replay(found.code()).run();
      assertThat(again.runs()).isEqualTo(1);
      assertThat(again.failures()).singleElement().hasToString(found.toString());
    }
    assertThatThrownBy(naive::check).hasMessageContaining("replay: -Dcordon.replay=f");
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
      channel.write(StandardCharsets.UTF_8.encode("new"));
      channel.force(true);
    }
    if (careful) {
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    disk.promise("new");
  }
}
