package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.OperationObserver.Force;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a program did from one start to the power cut. */
final class Recording {

  /** Between the codes of two power cuts, one after the other. */
  static final String THEN = "+";

  /** The power cut after which the program was started; null for the workload itself. */
  private final @Nullable Cut before;

  private final DiskLog log;
  private final List<LogEntry> entries;

  Recording(@Nullable Cut before, DiskLog log) {
    this.before = before;
    this.log = log;
    this.entries = log.entries();
  }

  /** A power cut during a recording. */
  record Cut(Recording recording, CrashState state) {

    DiskImage image() {
      return ImageBuilder.build(recording.log, recording.entries, state);
    }

    /** Returns what had been promised by then, in order. */
    List<String> promises() {
      List<String> promises =
          new ArrayList<>(recording.before == null ? List.of() : recording.before.promises());
      for (LogEntry each : recording.entries.subList(0, state.cut())) {
        if (each instanceof LogEntry.Promise(String what)) {
          promises.add(what);
        }
      }
      return promises;
    }

    /** Returns what tells whether it is worth checking: disk and promises. */
    String key() {
      return image().digest() + ' ' + promises();
    }

    String code() {
      String own = state.code() + "." + recording.shape(state.cut());
      return recording.before == null ? own : recording.before.code() + THEN + own;
    }

    /** Returns what was done, and what became of it: from each start of the program on. */
    List<Timeline> timelines() {
      List<Timeline> timelines =
          new ArrayList<>(recording.before == null ? List.of() : recording.before.timelines());
      timelines.add(Timeline.of(recording.entries, recording.pending(null), state));
      return timelines;
    }

    /** Returns when the power went, and what was lost: once, or twice. */
    String text() {
      String own = Description.of(recording.entries, state);
      return recording.before == null
          ? own
          : recording.before.text() + "\nthen, after the restart, " + own;
    }
  }

  Cut cut(CrashState state) {
    return new Cut(this, state);
  }

  List<LogEntry> entries() {
    return entries;
  }

  Set<String> mapped() {
    return log.mapped();
  }

  /** Returns the forces that were done, by the place in the code that asked for them. */
  Map<String, Set<Integer>> forcesByPlace() {
    Map<String, Set<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof LogEntry.Forced forced && forced.result() == Force.DONE) {
        places.computeIfAbsent(forced.place(), _ -> new TreeSet<>()).add(i);
      }
    }
    return places;
  }

  /** Returns what a power cut can lose, the forces of a place taken for ones that lie. */
  Pending pending(@Nullable String lyingPlace) {
    Set<Integer> lies =
        lyingPlace == null ? Set.of() : forcesByPlace().getOrDefault(lyingPlace, Set.of());
    return new Pending(entries, lies);
  }

  /**
   * Returns the power cut of a code.
   *
   * @throws IllegalStateException if that was found in another recording
   */
  Cut parse(String code) {
    int dot = code.lastIndexOf('.');
    CrashState state = CrashState.parse(code.substring(0, Math.max(dot, 0)));
    if (state.cut() > entries.size() || !code.substring(dot + 1).equals(shape(state.cut()))) {
      throw new IllegalStateException(
          "the workload did not do what it did when "
              + code
              + " was found: it has changed, or does not do the same every time, or this is"
              + " another test. Run only the test that failed, or look at the image that was saved");
    }
    return cut(state);
  }

  /** Returns a digest of what was done up to a cut, of the kinds and places, not of the bytes. */
  private String shape(int cut) {
    var digest = DiskImage.sha256();
    for (LogEntry each : entries.subList(0, cut)) {
      String text = each instanceof LogEntry.Promise ? "promise" : each.text();
      digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 4);
  }
}
