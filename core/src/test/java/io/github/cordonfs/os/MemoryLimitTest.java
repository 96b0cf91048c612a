package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits read from directories made to look like /proc and /sys/fs/cgroup. */
class MemoryLimitTest {

  private static final long GB = 1L << 30;

  @TempDir private Path root;

  private Path proc;
  private Path cgroups;
  private MemoryLimit limit;

  @BeforeEach
  void machineOf1000Gigabytes() throws IOException {
    proc = Files.createDirectories(root.resolve("proc/self")).getParent();
    cgroups = Files.createDirectories(root.resolve("cgroup"));
    limit = new MemoryLimit(proc, cgroups);
    meminfo(1000 * GB, 900 * GB);
  }

  private void meminfo(long total, long available) throws IOException {
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal:       %d kB\nMemFree:        1 kB\nMemAvailable:   %d kB\nBuffers: 5 kB\n"
            .formatted(total / 1024, available / 1024));
  }

  private void groups(String... lines) throws IOException {
    Files.writeString(proc.resolve("self/cgroup"), String.join("\n", lines) + "\n");
  }

  private void v2(String group, String max, long current) throws IOException {
    Path directory = Files.createDirectories(cgroups.resolve(group));
    Files.writeString(directory.resolve("memory.max"), max + "\n");
    Files.writeString(directory.resolve("memory.current"), current + "\n");
  }

  private void v1(String group, long max, long used) throws IOException {
    Path directory = Files.createDirectories(cgroups.resolve("memory").resolve(group));
    Files.writeString(directory.resolve("memory.limit_in_bytes"), max + "\n");
    Files.writeString(directory.resolve("memory.usage_in_bytes"), used + "\n");
  }

  private void stat(String group, String text) throws IOException {
    Files.writeString(cgroups.resolve(group).resolve("memory.stat"), text);
  }

  @Test
  void whatWasReadIsUsedAsLongAsItIsRecent() throws IOException {
    MemoryLimit.Reading first = limit.recent(Long.MAX_VALUE);
    assertThat(first.total()).isEqualTo(1000 * GB);
    assertThat(first.available()).isEqualTo(limit.available());
    meminfo(500 * GB, 400 * GB);
    assertThat(limit.recent(Long.MAX_VALUE)).isSameAs(first);
    assertThat(limit.read().total()).isEqualTo(500 * GB);
    assertThat(limit.recent(0).total()).isEqualTo(500 * GB);
    assertThat(limit.recent(Long.MAX_VALUE).total()).isEqualTo(500 * GB);
  }

  /** What the margins leave of some free memory. */
  private static long afterMargins(long total, long free) {
    Runtime runtime = Runtime.getRuntime();
    return free - total / 10 - (runtime.maxMemory() - runtime.totalMemory());
  }

  @Test
  void withoutAGroupTheMachineIsTheLimit() {
    assertThat(limit.total()).isEqualTo(1000 * GB);
    assertThat(limit.available()).isEqualTo(afterMargins(1000 * GB, 900 * GB));
  }

  @Test
  void whatIsFreeIsLessTheHeapsGrowthAndATenth() throws IOException {
    groups("0::/app");
    v2("app", Long.toString(100 * GB), 30 * GB);
    assertThat(limit.total()).isEqualTo(100 * GB);
    assertThat(limit.available()).isEqualTo(afterMargins(100 * GB, 70 * GB));
  }

  @Test
  void anAncestorThatIsTighterIsTheLimit() throws IOException {
    groups("0::/slice/app/inner");
    v2("slice", Long.toString(50 * GB), 20 * GB);
    v2("slice/app", "max", 10 * GB);
    v2("slice/app/inner", Long.toString(80 * GB), 10 * GB);
    assertThat(limit.total()).isEqualTo(50 * GB);
    assertThat(limit.available()).isEqualTo(afterMargins(50 * GB, 30 * GB));
  }

  @Test
  void anAncestorWithLessFreeCountsThoughItIsLarger() throws IOException {
    groups("0::/slice/app");
    v2("slice", Long.toString(200 * GB), 190 * GB);
    v2("slice/app", Long.toString(100 * GB), 1 * GB);
    assertThat(limit.total()).isEqualTo(100 * GB);
    assertThat(limit.available()).isEqualTo(Math.max(0, afterMargins(100 * GB, 10 * GB)));
  }

  @Test
  void maxIsNoLimit() throws IOException {
    groups("0::/app");
    v2("app", "max", 5 * GB);
    assertThat(limit.total()).isEqualTo(1000 * GB);
  }

  @Test
  void theMachineCountsWhereItHasLessThanTheGroup() throws IOException {
    groups("0::/app");
    v2("app", Long.toString(5000 * GB), 5 * GB);
    assertThat(limit.total()).isEqualTo(1000 * GB);
    assertThat(limit.available()).isEqualTo(afterMargins(1000 * GB, 900 * GB));
  }

  @Test
  void versionOneIsFoundInTheMemoryHierarchyOnly() throws IOException {
    groups("9:name=systemd:/x", "5:cpu,cpuacct:/small", "4:memory:/app", "0::/");
    v1("app", 64 * GB, 14 * GB);
    v1("small", 1 * GB, 0);
    assertThat(limit.total()).isEqualTo(64 * GB);
    assertThat(limit.available()).isEqualTo(afterMargins(64 * GB, 50 * GB));
  }

  @Test
  void versionOneControllersMayShareAHierarchy() throws IOException {
    groups("4:cpuset,memory,pids:/app");
    v1("app", 64 * GB, 0);
    assertThat(limit.total()).isEqualTo(64 * GB);
  }

  @Test
  void theRootOfVersionOneWithoutALimitIsNone() throws IOException {
    groups("4:memory:/");
    v1("", 9223372036854771712L, 14 * GB);
    assertThat(limit.total()).isEqualTo(1000 * GB);
    assertThat(limit.available()).isEqualTo(afterMargins(1000 * GB, 900 * GB));
  }

  @Test
  void cleanFilePagesCountAsFree() throws IOException {
    groups("0::/app");
    v2("app", Long.toString(100 * GB), 60 * GB);
    stat("app", "anon 12345\nfile 99\nactive_file 77\ninactive_file " + 20 * GB + "\nslab 1\n");
    assertThat(limit.available()).isEqualTo(afterMargins(100 * GB, 60 * GB));
  }

  @Test
  void versionOneCountsTheFilePagesOfTheWholeSubtree() throws IOException {
    groups("4:memory:/app");
    v1("app", 100 * GB, 60 * GB);
    stat("memory/app", "inactive_file 5\ntotal_inactive_file " + 10 * GB + "\n");
    assertThat(limit.available()).isEqualTo(afterMargins(100 * GB, 50 * GB));
  }

  @Test
  void aStatThatSaysMoreThanIsUsedDoesNotMakeTheLimitLarger() throws IOException {
    groups("0::/app");
    v2("app", Long.toString(100 * GB), 1 * GB);
    stat("app", "inactive_file " + 20 * GB + "\n");
    assertThat(limit.available()).isEqualTo(afterMargins(100 * GB, 100 * GB));
  }

  @Test
  void aFullGroupHasNothingLeft() throws IOException {
    groups("0::/app");
    v2("app", Long.toString(100 * GB), 101 * GB);
    assertThat(limit.available()).isZero();
  }

  @Test
  void filesOfAGroupThatAreNotThereSetNoLimit() throws IOException {
    groups("0::/gone/with/the/wind", "4:memory:/gone");
    assertThat(limit.total()).isEqualTo(1000 * GB);
  }

  @Test
  void aGroupWithoutAUsageSetsNoLimit() throws IOException {
    groups("0::/app");
    v2("app", Long.toString(100 * GB), 1);
    Files.delete(cgroups.resolve("app/memory.current"));
    assertThat(limit.total()).isEqualTo(1000 * GB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "0::", "a:b", "0::/../../etc", "0::/a/../../../b"})
  void groupLinesOfAnyShapeDoNoHarm(String line) throws IOException {
    groups(line);
    assertThat(limit.total()).isEqualTo(1000 * GB);
  }

  @Test
  void withoutMeminfoAndGroupsNothingIsKnown() throws IOException {
    Files.delete(proc.resolve("meminfo"));
    assertThat(limit.total()).isEqualTo(Long.MAX_VALUE);
    assertThat(limit.available()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void withoutMeminfoTheGroupIsTheLimit() throws IOException {
    Files.writeString(proc.resolve("meminfo"), "MemTotal: lots\n");
    groups("0::/app");
    v2("app", Long.toString(100 * GB), 1 * GB);
    assertThat(limit.total()).isEqualTo(100 * GB);
  }

  @Test
  void thisProcessHasALimit() {
    MemoryLimit real = MemoryLimit.ofThisProcess();
    assertThat(real.total()).isPositive();
    assertThat(real.available()).isBetween(0L, real.total());
  }
}
