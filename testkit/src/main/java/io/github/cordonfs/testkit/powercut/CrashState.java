package io.github.cordonfs.testkit.powercut;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A power cut: when it came, and what did not reach the disk.
 *
 * @param cut how many entries of the log had been done
 * @param lost units that did not reach the disk, in ascending order
 * @param torn a write that did in part; -1 for none
 */
record CrashState(int cut, List<Integer> lost, int torn, @Nullable Tear tear) {

  CrashState {
    lost = List.copyOf(lost);
  }

  CrashState(int cut, List<Integer> lost) {
    this(cut, lost, -1, null);
  }

  /** Returns the same without the torn write. */
  CrashState whole() {
    return new CrashState(cut, lost);
  }

  /** Returns the same with one unit kept that is lost here. */
  CrashState keeping(int unit) {
    return new CrashState(cut, lost.stream().filter(each -> each != unit).toList(), torn, tear);
  }

  /** Returns the same with the power cut before it. */
  CrashState cutAt(int earlier) {
    List<Integer> rest = lost.stream().filter(each -> each < earlier).toList();
    return torn < earlier
        ? new CrashState(earlier, rest, torn, tear)
        : new CrashState(earlier, rest);
  }

  /** Returns what {@link #parse} reads: letters, digits, dots and dashes. */
  String code() {
    String text = "c" + cut;
    if (!lost.isEmpty()) {
      text += ".l" + lost.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
    return tear == null ? text : text + ".t" + torn + tear.code();
  }

  /**
   * Reads what {@link #code} returns.
   *
   * @throws IllegalArgumentException if it is nothing like that
   */
  static CrashState parse(String code) {
    int cut = -1;
    List<Integer> lost = new ArrayList<>();
    int torn = -1;
    Tear tear = null;
    try {
      for (String part : code.split("\\.", -1)) {
        String rest = part.substring(1);
        switch (part.charAt(0)) {
          case 'c' -> cut = Integer.parseInt(rest);
          case 'l' -> {
            for (String each : rest.split("-", -1)) {
              lost.add(Integer.valueOf(each));
            }
          }
          case 't' -> {
            torn = Integer.parseInt(rest.substring(0, rest.length() - 1));
            tear = Tear.of(rest.charAt(rest.length() - 1));
          }
          default -> throw new IllegalArgumentException("no part of a state begins so: " + part);
        }
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not the code of a state: " + code, e);
    }
    if (cut < 0) {
      throw new IllegalArgumentException("not the code of a state: " + code);
    }
    return new CrashState(cut, lost, torn, tear);
  }
}
