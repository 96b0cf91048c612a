package io.github.cordonfs.testkit.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.powercut.WriteAheadLog.Variant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every force and the checksum of a write-ahead log are needed, and that is found out. */
class WriteAheadLogTest {

  @Test
  void theCarefulLogSurvivesEveryPowerCutAndNeedsEveryForce() throws Exception {
    PowerCutReport report = explore(Variant.CAREFUL).run();
    assertThat(report.failures()).isEmpty();
    assertThat(report.limited()).isFalse();
    assertThat(report.checked()).isGreaterThan(40);
    assertThat(report.forces()).extracting(ForceReport::place).hasSizeGreaterThanOrEqualTo(5);
    assertThat(report.redundantForces()).as("%s", report).isEmpty();
  }

  @Test
  void aForceTooManyIsReportedAndNoOther() throws Exception {
    PowerCutReport report = explore(Variant.REDUNDANT_FORCE).run();
    assertThat(report.failures()).isEmpty();
    // Two forces one after the other: the program needs either, and neither alone.
    assertThat(report.redundantForces())
        .as("%s", report)
        .extracting(ForceReport::place)
        .hasSize(2)
        .allMatch(each -> each.startsWith("compact("));
  }

  @Test
  void withoutItsChecksumTheLogDeliversARecordThatNobodyWrote() throws Exception {
    PowerCutReport report = explore(Variant.NO_CHECKSUM).run();
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().getFirst().toString()).contains("torn: ").contains("replay: -D");
  }

  static PowerCutExploration explore(Variant variant) {
    return Explore.powerCuts(disk -> work(disk, variant), disk -> recover(disk, variant));
  }

  private static void work(TestDisk disk, Variant variant) throws Exception {
    try (WriteAheadLog store = WriteAheadLog.open(disk.root().resolve("store"), variant)) {
      put(store, disk, "a", "1");
      put(store, disk, "b", "2 ".repeat(700));
      store.compact();
      put(store, disk, "a", "3");
      store.compact();
      put(store, disk, "c", "4");
    }
  }

  private static void put(WriteAheadLog store, TestDisk disk, String key, String value)
      throws Exception {
    store.put(key, value);
    disk.promise(key + "=" + value);
  }

  /** Whatever was promised is there, and nothing that was never written. */
  private static void recover(CrashedDisk disk, Variant variant) throws Exception {
    Map<String, String> promised = new TreeMap<>();
    for (String each : disk.promises()) {
      promised.put(each.substring(0, 1), each.substring(2));
    }
    Map<String, List<String>> written =
        Map.of("a", List.of("1", "3"), "b", List.of("2 ".repeat(700)), "c", List.of("4"));
    try (WriteAheadLog store = WriteAheadLog.open(disk.root().resolve("store"), variant)) {
      Map<String, String> found = store.values();
      assertThat(found.keySet()).containsAll(promised.keySet());
      found.forEach((key, value) -> assertThat(written.get(key)).contains(value));
      promised.forEach((key, value) ->
          assertThat(written.get(key).indexOf(found.get(key)))
              .isGreaterThanOrEqualTo(written.get(key).indexOf(value)));
      // It works on.
      store.put("a", "9");
    }
    try (WriteAheadLog again = WriteAheadLog.open(disk.root().resolve("store"), variant)) {
      assertThat(again.values()).containsEntry("a", "9");
    }
  }
}
