package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.PageStates;
import io.github.cordonfs.cli.drill.judge.ReadJudge;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterJudge;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.report.StrikeTimes;
import java.nio.file.FileSystem;

/** What the actors of one drill share, once the files are loaded. */
public final class DrillContext {

  private static final int PAGES_OF_A_FOLIO = 512;

  public final DrillOptions options;
  public final CordonFileSystem fileSystem;
  public final MemoryFailures failures;
  public final LoadedFiles files;
  public final DrillCounters counters;
  public final StrikeLog strikeLog;
  final StrikeRecorder recorder;
  public final StrikeTimes times = new StrikeTimes();
  public final PageStates states;
  public final StrikePlan plan;
  public final WriterSlots slots;
  public final WriterJudge writerJudge;
  public final Restorer restorer;

  public DrillContext(DrillOptions options, FileSystem fileSystem, LoadedFiles files) {
    this.options = options;
    this.fileSystem = CordonFileSystem.of(fileSystem);
    this.failures = this.fileSystem.memoryFailures();
    this.files = files;
    this.counters = new DrillCounters();
    this.strikeLog = new StrikeLog(counters, options.isUnsplittable());
    this.states = new PageStates(files.pages());
    this.plan = new StrikePlan(files.pages(), options.seed());
    this.slots = new WriterSlots(options.writers() + options.mappedWriters());
    this.recorder = new StrikeRecorder(files, states, slots, strikeLog, counters);
    this.writerJudge =
        new WriterJudge(failures, strikeLog, counters, options.keeps(), mappedUnit());
    this.restorer = new Restorer(failures, states, counters, options.keeps());
  }

  /** Returns how many pages a mapping loses when one fails. */
  int mappedUnit() {
    return options.isUnsplittable() ? PAGES_OF_A_FOLIO : 1;
  }

  /** Returns a judge of reads through channels, for one thread. */
  ReadJudge readJudge(int longest) {
    return judge(longest, 1);
  }

  /** Returns a judge of loads through mappings, for one thread. */
  ReadJudge mappedJudge(int longest) {
    return judge(longest, mappedUnit());
  }

  private ReadJudge judge(int longest, int unit) {
    return new ReadJudge(
        files.list().getFirst(), states, strikeLog, counters, options.keeps(), longest, unit);
  }
}
