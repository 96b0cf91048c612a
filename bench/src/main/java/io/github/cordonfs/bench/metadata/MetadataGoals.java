package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Spread;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the design asks for of work with names. */
final class MetadataGoals {

  /** How many times faster than a peer one thread is to be. */
  private static final Map<FileSystemTarget, Double> ON_ONE_THREAD =
      Map.of(FileSystemTarget.TMPFS, 2.0, FileSystemTarget.JIMFS, 1.5);

  /** Several threads are to be no slower than those of any peer. */
  private static final double ON_SEVERAL_THREADS = 1;

  private static final double FILE_COST = 0.55;

  private MetadataGoals() {}

  /** Returns the goals of which the campaign measured something. */
  static List<Goal> of(MetadataCampaign.Outcome outcome) {
    List<Goal> goals = new ArrayList<>();
    for (MetadataCell cell : outcome.plan().cells()) {
      for (FileSystemTarget peer : outcome.plan().targets()) {
        Spread ratio = outcome.results().ratio(cell, FileSystemTarget.CORDON, peer);
        if (isAsked(cell, peer) && ratio.count() > 0) {
          goals.add(new Goal(cell + ": cordon / " + peer, true, bound(cell, peer), ratio.median()));
        }
      }
    }
    FileCost own = outcome.costs().get(FileSystemTarget.CORDON);
    FileCost jimfs = outcome.costs().get(FileSystemTarget.JIMFS);
    if (own != null && jimfs != null) {
      goals.add(
          new Goal(
              MetadataPlan.FILE_COST + ": cordon / jimfs",
              false,
              FILE_COST,
              own.total() / jimfs.total()));
    }
    return goals;
  }

  private static boolean isAsked(MetadataCell cell, FileSystemTarget peer) {
    return cell.work().hasGoal()
        && peer != FileSystemTarget.CORDON
        && (cell.threads() > 1 || ON_ONE_THREAD.containsKey(peer));
  }

  private static double bound(MetadataCell cell, FileSystemTarget peer) {
    return cell.threads() > 1
        ? ON_SEVERAL_THREADS
        : ON_ONE_THREAD.getOrDefault(peer, ON_SEVERAL_THREADS);
  }
}
