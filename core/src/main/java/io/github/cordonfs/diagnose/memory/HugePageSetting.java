package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that lists what there is to choose from, with brackets around the choice: "always
 * [madvise] never".
 *
 * @param text the whole file
 */
record HugePageSetting(FileText text) {

  private static final Pattern CHOICE = Pattern.compile("\\[([a-z_+]+)\\]");

  private static final String DIRECTORY = "/sys/kernel/mm/transparent_hugepage";

  static HugePageSetting read(Machine machine, String name) {
    return new HugePageSetting(machine.files().read(DIRECTORY + "/" + name));
  }

  /** Returns the choice, if there is one. */
  Optional<String> choice() {
    String all = text.text();
    Matcher matcher = CHOICE.matcher(all == null ? "" : all);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns the finding where there is no choice. */
  Finding unclear(Topic topic, Machine machine) {
    if (!text.exists() && machine.files().exists("/sys/kernel/mm")) {
      return topic.note(
          text.shown(),
          "This kernel has no such huge pages: the memory of files consists of pages of 4 KiB, which"
              + " is slower and as well protected.",
          "For speed, use a kernel with CONFIG_TRANSPARENT_HUGEPAGE.");
    }
    return topic.unknown(
        text.shown(), "Whether files get huge pages is a matter of speed, not of protection.", "");
  }
}
