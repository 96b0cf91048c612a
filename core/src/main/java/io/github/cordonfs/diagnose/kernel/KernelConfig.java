package io.github.cordonfs.diagnose.kernel;

import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.KernelVersion;
import io.github.cordonfs.diagnose.machine.Machine;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a kernel handles memory failures at all, and where that was seen.
 *
 * @param handles null if it is not known
 * @param evidence for one line
 */
record KernelConfig(@Nullable Boolean handles, String evidence) {

  private static final String OPTION = "CONFIG_MEMORY_FAILURE";

  static final String RECOVERY = "/proc/sys/vm/memory_failure_recovery";
  static final String MEMINFO = "/proc/meminfo";
  static final String CORRUPTED = "HardwareCorrupted";
  static final String SOFT_OFFLINE_PAGE = "/sys/devices/system/memory/soft_offline_page";

  /** A setting that every kernel has in the directory where those of memory failures would be. */
  private static final String ALWAYS_THERE = "/proc/sys/vm/max_map_count";

  static KernelConfig of(Machine machine) {
    FileText config = file(machine).orElse(null);
    if (config == null) {
      return bySigns(machine);
    }
    boolean set = isSet(config, OPTION);
    return new KernelConfig(
        set, (set ? OPTION + "=y in " : "no " + OPTION + " in ") + config.file());
  }

  /**
   * Returns the file that says how the kernel was built without an option.
   *
   * @return empty if it was built with it, or nobody knows
   */
  static Optional<String> fileWithout(Machine machine, String option) {
    return file(machine).filter(config -> !isSet(config, option)).map(FileText::file);
  }

  private static Optional<FileText> file(Machine machine) {
    String release = KernelVersion.release(machine);
    return Stream.<Supplier<FileText>>of(
            () -> machine.files().readCompressed("/proc/config.gz"),
            () -> machine.files().read("/boot/config-" + release),
            () -> machine.files().read("/lib/modules/" + release + "/config"))
        .map(Supplier::get)
        // Anything else of that name says nothing by not having an option.
        .filter(each -> lines(each).anyMatch(line -> line.startsWith("CONFIG_")))
        .findFirst();
  }

  private static boolean isSet(FileText config, String option) {
    return lines(config).anyMatch(line -> line.equals(option + "=y"));
  }

  private static Stream<String> lines(FileText file) {
    String text = file.text();
    return text == null ? Stream.empty() : text.lines();
  }

  /** Without the configuration: by what only a kernel with the option shows. */
  private static KernelConfig bySigns(Machine machine) {
    FileText memory = machine.files().read(MEMINFO);
    if (machine.files().exists(RECOVERY)) {
      return new KernelConfig(true, RECOVERY + " exists");
    }
    if (machine.files().exists(SOFT_OFFLINE_PAGE)) {
      return new KernelConfig(true, SOFT_OFFLINE_PAGE + " exists");
    }
    if (lines(memory).anyMatch(line -> line.startsWith(CORRUPTED + ":"))) {
      return new KernelConfig(true, MEMINFO + " has " + CORRUPTED);
    }
    if (memory.number("MemTotal").isPresent() && machine.files().exists(ALWAYS_THERE)) {
      return new KernelConfig(
          false, "neither " + RECOVERY + " nor " + CORRUPTED + " in " + MEMINFO + " exist");
    }
    return new KernelConfig(
        null, "no configuration of the kernel can be read, and " + MEMINFO + " does not tell");
  }

  /** Returns whether the kernel is known to handle no memory failure. */
  boolean handlesNone() {
    return Boolean.FALSE.equals(handles);
  }
}
