package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Spread;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.util.ArrayList;
import java.util.List;

/** What the design asks for of everyday calls. */
final class FilesGoals {

  /** Where the bytes of a file are copied, a system call and the kernel's copy are to be beaten. */
  private static final double COPYING_BY_TMPFS = 2;

  /** Nowhere is a peer to be faster. */
  private static final double ELSEWHERE = 1;

  /** The kernel maps a file of its own in one step; Cordon has its own books to keep, too. */
  private static final double MAP_TIME = 2;

  /** A range for each run of huge folios. */
  private static final double MAP_HUGE_TIME = 5;

  private FilesGoals() {}

  /** Returns the goals of which the campaign measured something. */
  static List<Goal> of(FilesCampaign.Outcome outcome) {
    List<Goal> goals = new ArrayList<>();
    for (FilesCell cell : outcome.plan().cells()) {
      for (FileSystemTarget peer : List.of(FileSystemTarget.TMPFS, FileSystemTarget.JIMFS)) {
        Spread ratio = outcome.results().ratio(cell, FileSystemTarget.CORDON, peer);
        // Each page of a scattered file is a range of its own: nobody asks that to be fast.
        if (ratio.count() > 0 && cell.call() != Call.MAP_SCATTERED) {
          goals.add(goal(cell, peer, ratio.median()));
        }
      }
    }
    return goals;
  }

  private static Goal goal(FilesCell cell, FileSystemTarget peer, double ratio) {
    if (cell.call().isMapping()) {
      double bound = cell.call() == Call.MAP_HUGE ? MAP_HUGE_TIME : MAP_TIME;
      String text = "%s: time of cordon / time of %s".formatted(cell, peer);
      return new Goal(text, false, bound, 1 / ratio);
    }
    boolean strict = cell.call().isCopying() && peer == FileSystemTarget.TMPFS;
    String text = cell + ": cordon / " + peer;
    return new Goal(text, true, strict ? COPYING_BY_TMPFS : ELSEWHERE, ratio);
  }
}
