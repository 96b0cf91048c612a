package io.github.cordonfs.diagnose.memory;

import io.github.cordonfs.Finding;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FileText;
import io.github.cordonfs.diagnose.machine.Machine;
import io.github.cordonfs.diagnose.machine.Topic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether memory is in several places of different distance: NUMA. */
final class NumaNodes implements Check {

  private static final Topic TOPIC = new Topic("numa");

  /** Numbers and ranges of them: "0-1,3". */
  private static final Pattern LIST =
      Pattern.compile("\\d{1,6}(-\\d{1,6})?(,\\d{1,6}(-\\d{1,6})?)*");

  private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

  @Override
  public Finding examine(Machine machine) {
    FileText nodes = machine.files().read("/sys/devices/system/node/has_memory");
    String text = nodes.text();
    if (!nodes.exists() && machine.files().exists("/sys/devices/system/memory")) {
      return TOPIC.ok("no NUMA", "All memory is equally near.");
    }
    if (text == null || !LIST.matcher(text).matches()) {
      return TOPIC.unknown(
          nodes.shown(), "Where memory is has a part in speed, none in protection.", "");
    }
    int count = count(text);
    if (count == 1) {
      return TOPIC.ok("1 node with memory", "All memory is equally near.");
    }
    return TOPIC.note(
        count + " nodes with memory",
        "A file's memory comes from the node of the thread that first writes there, and is slower for"
            + " threads of other nodes. A memory failure costs one page on any of them.",
        "For even times, numactl --interleave=all java ...");
  }

  private static int count(String list) {
    int count = 0;
    Matcher ranges = RANGE.matcher(list);
    while (ranges.find()) {
      int first = Integer.parseInt(ranges.group(1));
      int last = ranges.group(2) == null ? first : Integer.parseInt(ranges.group(2));
      count += Math.max(0, last - first) + 1;
    }
    return count;
  }
}
