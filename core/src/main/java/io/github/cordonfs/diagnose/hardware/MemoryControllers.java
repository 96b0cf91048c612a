package io.github.cordonfs.diagnose.hardware;

import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.MachineFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The memory controllers that drivers of EDAC watch: /sys/devices/system/edac/mc. */
final class MemoryControllers {

  private static final String DIRECTORY = "/sys/devices/system/edac/mc";

  private final MachineFiles files;

  private final List<String> controllers = new ArrayList<>();

  MemoryControllers(MachineFiles files) {
    this.files = files;
    for (String name : files.names(DIRECTORY)) {
      if (name.matches("mc\\d+")) {
        controllers.add(DIRECTORY + "/" + name);
      }
    }
  }

  /** Returns how many there are. */
  int count() {
    return controllers.size();
  }

  /** Returns what the drivers call them. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (String controller : controllers) {
      String name = files.read(controller + "/mc_name").text();
      names.add(name == null || name.isEmpty() ? "unnamed" : name);
    }
    return names;
  }

  /** Returns how errors are corrected, as the drivers say it for each module: "SECDED". */
  Set<String> modes() {
    Set<String> modes = new TreeSet<>();
    for (String controller : controllers) {
      for (String part : files.names(controller)) {
        // One of them is there: by module, by rank, or as older drivers have it.
        String file =
            part.matches("(dimm|rank)\\d+")
                ? "dimm_edac_mode"
                : part.matches("csrow\\d+") ? "edac_mode" : "";
        if (!file.isEmpty()) {
          String mode = files.read(controller + "/" + part + "/" + file).text();
          modes.add(mode == null || mode.isEmpty() ? "Unknown" : mode);
        }
      }
    }
    return modes;
  }

  /**
   * Returns the sum of a counter over all controllers.
   *
   * @param counter "ce_count", of corrected errors, or "ue_count", of others
   * @return -1 if one cannot be read or is no number
   */
  long sum(String counter) {
    long sum = 0;
    for (String controller : controllers) {
      FileText text = files.read(controller + "/" + counter);
      if (text.number().isEmpty()) {
        return -1;
      }
      sum += text.number().getAsLong();
    }
    return sum;
  }
}
