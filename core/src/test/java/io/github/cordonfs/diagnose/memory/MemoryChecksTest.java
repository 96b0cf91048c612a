package io.github.cordonfs.diagnose.memory;

import static io.github.cordonfs.Severity.NOTE;
import static io.github.cordonfs.Severity.OK;
import static io.github.cordonfs.Severity.UNKNOWN;
import static io.github.cordonfs.Severity.WARNING;

import io.github.cordonfs.Severity;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FakeMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S106")
class MemoryChecksTest {

  private static final String THP = "/sys/kernel/mm/transparent_hugepage/";
  private static final String RELEASE = "/proc/sys/kernel/osrelease";
  private static final String MAX_MAP_COUNT = "/proc/sys/vm/max_map_count";
  private static final String NODES = "/sys/devices/system/node/has_memory";

  /** More than any heap of these tests. */
  private static final String PLENTY = "MemTotal: 1000000000 kB\nMemAvailable: 900000000 kB\n";

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void create() {
    machine = new FakeMachine(root);
  }

  @Test
  void filesTakeWhatTheMachineHasLessAReserve() {
    machine.file("/proc/meminfo", PLENTY);
    machine.finds(new MemorySize(), OK, "the machine has 953.67 GiB");
    machine.file("/proc/meminfo", "MemTotal: 1000000000 kB\nMemAvailable: 1000 kB\n");
    machine.finds(new MemorySize(), WARNING, "files can take 0.00 GiB", "No space left", "-Xmx");
  }

  @Test
  void aControlGroupIsNamedAsTheLimit() {
    machine
        .file("/proc/meminfo", PLENTY)
        .file("/proc/self/cgroup", "0::/app\n")
        .file("/sys/fs/cgroup/app/memory.max", "107374182400\n")
        .file("/sys/fs/cgroup/app/memory.current", "0\n");
    machine.finds(new MemorySize(), OK, "the control group allows 100.00 GiB");
  }

  @Test
  void memoryThatIsNotKnownIsSaidToBe() {
    machine.finds(new MemorySize(), UNKNOWN, "/proc/meminfo does not exist");
    machine.file("/proc/meminfo", "MemTotal: lots\n");
    machine.finds(new MemorySize(), UNKNOWN, "no MemTotal");
  }

  @Test
  void swapIsSomethingToKnow() {
    machine.finds(new Swap(), UNKNOWN, "/proc/swaps does not exist");
    machine.file("/proc/swaps", "Filename\t\tType\n");
    machine.finds(new Swap(), OK, "no swap");
    machine.file("/proc/swaps", "Filename\t\tType\n/dev/sda2  partition\n/swap file\n");
    machine.finds(new Swap(), NOTE, "2 swap areas", "swapoff");
    machine.file("/proc/swaps", "nonsense");
    machine.finds(new Swap(), UNKNOWN, "\"nonsense\"");
  }

  @Test
  void aControlGroupThatMayNotSwapHasNone() {
    machine
        .file("/proc/swaps", "Filename\t\tType\n/dev/sda2  partition\n")
        .file("/proc/self/cgroup", "1:name=systemd:/x\n0::/app/part\n")
        .file("/sys/fs/cgroup/app/part/memory.swap.max", "max\n");
    machine.finds(new Swap(), NOTE, "1 swap area.");
    machine.file("/sys/fs/cgroup/app/memory.swap.max", "0\n");
    machine.finds(new Swap(), OK, "/sys/fs/cgroup/app/memory.swap.max is 0");
    machine.file("/proc/self/cgroup", "0::/\n");
    machine.finds(new Swap(), NOTE);
    machine.file("/sys/fs/cgroup/memory.swap.max", "0\n");
    machine.finds(new Swap(), OK, "/sys/fs/cgroup/memory.swap.max is 0");
  }

  @ParameterizedTest
  @CsvSource({
    "65530, OK",
    "262144, OK",
    "65529, NOTE",
    "16384, NOTE",
    "16383, WARNING",
    "100, WARNING"
  })
  void mappedFilesNeedRangesOfAddresses(long limit, Severity severity) {
    machine.file(MAX_MAP_COUNT, limit + "\n");
    machine.finds(new AddressRangeLimit(), severity, "vm.max_map_count is " + limit);
  }

  @Test
  @Tag("S96")
  void rangesInUseAreCounted() {
    machine.file(MAX_MAP_COUNT, "65530").file("/proc/self/maps", "range\n".repeat(52_423));
    machine.finds(new AddressRangeLimit(), OK, "this process uses 52423");
    machine.file("/proc/self/maps", "range\n".repeat(52_424));
    machine.finds(
        new AddressRangeLimit(), WARNING, "this process uses 52424", "sysctl vm.max_map_count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "0"})
  void aLimitThatIsNoneIsShown(String text) {
    machine.file(MAX_MAP_COUNT, text);
    machine.finds(new AddressRangeLimit(), UNKNOWN, "max_map_count says \"" + text + "\"");
  }

  @Test
  void aMissingLimitIsNotKnown() {
    machine.finds(new AddressRangeLimit(), UNKNOWN, "max_map_count does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "always within_size advise [never] deny force, 6.12.1, OK",
    "always within_size advise [never] deny force, 6.1.0, OK",
    "always within_size advise [never] deny force, 6.0.0, NOTE",
    "always within_size [advise] never deny force, 5.17.0, NOTE",
    "always within_size advise never [deny] force, 6.12.1, NOTE",
    "[always] within_size advise never deny force, 6.0.0, OK",
    "always within_size advise never deny [force], 6.12.1, OK",
    "always [sometimes] never, 6.12.1, UNKNOWN",
    "always never, 6.12.1, UNKNOWN",
    "[, 6.12.1, UNKNOWN"
  })
  void memoryFilesGetHugePagesBySettingAndVersion(String text, String release, Severity severity) {
    machine.file(THP + "shmem_enabled", text + "\n").file(RELEASE, release);
    machine.finds(new ShmemHugePages(), severity, "shmem_enabled");
  }

  @Test
  void hugePagesOfTheHeapAreNoneOfOurs() {
    machine.file(THP + "enabled", "always [madvise] never\n");
    machine.finds(new AnonymousHugePages(), OK, "is madvise", "Java heap");
    machine.file(THP + "enabled", "yes\n");
    machine.finds(new AnonymousHugePages(), UNKNOWN, "\"yes\"");
  }

  @Test
  void waitingForHugePagesNobodyAskedForIsSomethingToKnow() {
    machine.file(THP + "defrag", "[always] defer defer+madvise madvise never\n");
    machine.finds(new HugePageDefrag(), OK, "is always");
    machine.file(THP + "shmem_enabled", "[always] within_size advise never deny force\n");
    machine.finds(new HugePageDefrag(), NOTE, "is always", "wait");
    machine.file(THP + "defrag", "always defer [defer+madvise] madvise never\n");
    machine.finds(new HugePageDefrag(), OK, "is defer+madvise");
    machine.file(THP + "defrag", "x");
    machine.finds(new HugePageDefrag(), UNKNOWN, "\"x\"");
  }

  @Test
  void aKernelWithoutHugePagesIsToldFromOneThatHidesThem() {
    Check[] checks = {new ShmemHugePages(), new AnonymousHugePages(), new HugePageDefrag()};
    for (Check check : checks) {
      machine.finds(check, UNKNOWN, "does not exist");
    }
    machine.directory("/sys/kernel/mm");
    for (Check check : checks) {
      machine.finds(check, NOTE, "does not exist", "4 KiB");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, OK, 1 node", "'0-1', NOTE, 2 nodes", "'0,2-4', NOTE, 4 nodes", "x, UNKNOWN, x"})
  void nodesAreCounted(String list, Severity severity, String words) {
    machine.file(NODES, list + "\n");
    machine.finds(new NumaNodes(), severity, words);
  }

  @Test
  void aMachineWithoutNodesIsToldFromOneThatHidesThem() {
    machine.finds(new NumaNodes(), UNKNOWN, "does not exist");
    machine.directory("/sys/devices/system/memory");
    machine.finds(new NumaNodes(), OK, "no NUMA");
    machine.directory(NODES);
    machine.finds(new NumaNodes(), UNKNOWN, "cannot be read");
  }
}
