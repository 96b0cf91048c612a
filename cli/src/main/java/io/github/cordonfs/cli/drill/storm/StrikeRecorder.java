package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.PageStates;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import org.jspecify.annotations.Nullable;

/**
 * Enters strikes in the {@link StrikeLog}, and sees to it that whoever owns what they hit may
 * expect it. That need not be whom they were meant for: memory changes hands between the moment a
 * frame is looked up and the moment it fails, by writers as much as by soft offline and collapse.
 * Thread-safe.
 */
final class StrikeRecorder {

  /** What a strike hit. */
  enum Hit {
    /** A frame that had failed before. */
    NOTHING,
    /** Memory that held nobody's data. */
    FREE,
    /** A loaded file. */
    LOADED,
    /** A file of a writer. */
    WRITTEN
  }

  private final LoadedFiles files;
  private final PageStates states;
  private final WriterSlots slots;
  private final StrikeLog strikeLog;
  private final DrillCounters counters;

  StrikeRecorder(
      LoadedFiles files,
      PageStates states,
      WriterSlots slots,
      StrikeLog strikeLog,
      DrillCounters counters) {
    this.files = files;
    this.states = states;
    this.slots = slots;
    this.strikeLog = strikeLog;
    this.counters = counters;
  }

  /**
   * Enters the answer to a strike. A page of a loaded file that was announced stays so.
   *
   * @param number of the strike, which is still under way
   * @param target the file of a writer it was meant for, if it was
   */
  Hit enter(MemoryFailureEvent event, long number, @Nullable WriterFile target) {
    if (!strikeLog.enter(event)) {
      return Hit.NOTHING;
    }
    if (event.pageIndex() < 0) {
      counters.strikesOnFreed.increment();
      return Hit.FREE;
    }
    Hit hit = Hit.WRITTEN;
    // A file without a name cannot be told from others like it: for those the log keeps the
    // page.
    for (String path : event.paths()) {
      LoadedFile loaded = files.find(path);
      if (loaded != null) {
        states.struckAstray(loaded.firstPage() + (int) event.pageIndex());
        hit = Hit.LOADED;
        continue;
      }
      WriterFile written =
          target != null && path.equals(target.path.toString()) ? target : slots.find(path);
      if (written != null) {
        written.hit(event.pageIndex(), number);
      }
    }
    return hit;
  }
}
