package io.github.cordonfs.cli;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.MemoryFailures;
import java.nio.file.FileSystem;

/** What the actors of one drill share, once the files are loaded. */
final class DrillContext {

  final DrillOptions options;
  final FileSystem fileSystem;
  final MemoryFailures failures;
  final LoadedFiles files;
  final DrillCounters counters;
  final StrikeLog strikeLog;
  final StrikeRecorder recorder;
  final StrikeTimes times = new StrikeTimes();
  final PageStates states;
  final StrikePlan plan;
  final WriterSlots slots;
  final WriterJudge writerJudge;
  final Restorer restorer;

  DrillContext(DrillOptions options, FileSystem fileSystem, LoadedFiles files) {
    this.options = options;
    this.fileSystem = fileSystem;
    this.failures = Cordon.memoryFailures(fileSystem);
    this.files = files;
    this.counters = new DrillCounters();
    this.strikeLog = new StrikeLog(counters);
    this.states = new PageStates(files.pages());
    this.plan = new StrikePlan(files.pages(), options.seed());
    this.slots = new WriterSlots(options.writers() + options.mappedWriters());
    this.recorder = new StrikeRecorder(files, states, slots, strikeLog, counters);
    this.writerJudge = new WriterJudge(failures, strikeLog, counters, options.keeps());
    this.restorer = new Restorer(failures, states, counters, options.keeps());
  }

  /** Returns a judge for one thread. */
  ReadJudge readJudge(int longest) {
    return new ReadJudge(
        files.list().getFirst(), states, strikeLog, counters, options.keeps(), longest);
  }
}
