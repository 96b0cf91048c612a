package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.StoredJudge;
import io.github.cordonfs.cli.drill.judge.StrikeHealing;
import io.github.cordonfs.cli.drill.load.StoredFiles;
import io.github.cordonfs.cli.drill.report.StrikeTimes;

/** What the actors of one drill over a mounted directory share, once the files are surveyed. */
public final class BackedContext {

  public final BackedOptions options;
  public final CordonFileSystem mount;
  public final MemoryFailures failures;
  public final StoredFiles files;
  public final DrillCounters counters = new DrillCounters();
  public final StrikeHealing healing;
  public final StrikeTimes times = new StrikeTimes();
  final StrikePlan plan;

  public BackedContext(BackedOptions options, CordonFileSystem mount, StoredFiles files) {
    this.options = options;
    this.mount = mount;
    this.failures = mount.memoryFailures();
    this.files = files;
    this.healing = new StrikeHealing(files.pages());
    this.plan = new StrikePlan(files.pages(), options.seed());
  }

  /**
   * Returns a judge for one thread.
   *
   * @param longest the most pages that are read at a time
   */
  public StoredJudge judge(int longest) {
    return new StoredJudge(healing, counters, longest);
  }
}
