package io.github.cordonfs.cli;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.MemoryFailures;
import java.nio.file.FileSystem;

/** What the actors of one drill share, once the files are loaded. */
final class Stage {

  final DrillOptions options;
  final FileSystem fileSystem;
  final MemoryFailures failures;
  final LoadedFiles files;
  final Tally tally;
  final Ledger ledger;
  final Hits hits;
  final StrikeTimes times = new StrikeTimes();
  final PageStates states;
  final StrikePlan plan;
  final WriterSlots slots;
  final WriterJudge writerJudge;
  final Restorer restorer;

  Stage(DrillOptions options, FileSystem fileSystem, LoadedFiles files) {
    this.options = options;
    this.fileSystem = fileSystem;
    this.failures = Cordon.memoryFailures(fileSystem);
    this.files = files;
    this.tally = new Tally();
    this.ledger = new Ledger(tally);
    this.states = new PageStates(files.pages());
    this.plan = new StrikePlan(files.pages(), options.seed());
    this.slots = new WriterSlots(options.writers() + options.mappedWriters());
    this.hits = new Hits(files, states, slots, ledger, tally);
    this.writerJudge = new WriterJudge(failures, ledger, tally, options.keeps());
    this.restorer = new Restorer(failures, states, tally, options.keeps());
  }

  /** Returns a judge for one thread. */
  ReadJudge readJudge(int longest) {
    return new ReadJudge(files.list().getFirst(), states, ledger, tally, options.keeps(), longest);
  }
}
