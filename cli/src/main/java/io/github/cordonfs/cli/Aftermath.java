package io.github.cordonfs.cli;

import io.github.cordonfs.FailureSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** When all is quiet: checks everything, restores what was lost, and checks everything again. */
final class Aftermath {

  private final Stage stage;
  private final BooleanSupplier interrupted;
  private final FinalCheck check;

  Aftermath(Stage stage, BooleanSupplier interrupted) {
    this.stage = stage;
    this.interrupted = interrupted;
    this.check = new FinalCheck(stage.failures, stage.tally, stage.options.keeps());
  }

  /** Returns whether it came to the end; it does not when interrupted. */
  boolean run() throws IOException {
    stage.ledger.reconcile();
    long counted = stage.failures.counters().of(FailureSource.INJECTED).total();
    if (counted != stage.ledger.size()) {
      stage.tally.mismatch(
          "the file system counts " + counted + " strikes, there were " + stage.ledger.size());
    }
    List<LoadedFile> files = stage.files.list();
    Map<WriterFile, BitSet> lostOfWriters = new HashMap<>();
    try (Progress progress =
        new Progress("Checking", " files", 1, 3L * files.size(), stage.options.progress())) {
      int step = 0;
      for (LoadedFile file : files) {
        if (interrupted.getAsBoolean()) {
          return false;
        }
        check.check(file, stage.states);
        progress.at(++step);
      }
      for (WriterFile file : stage.slots.list()) {
        lostOfWriters.put(file, check.check(file, stage.writerJudge));
      }
      check.checkBadFiles();
      for (LoadedFile file : files) {
        restore(file);
        progress.at(++step);
      }
      for (Map.Entry<WriterFile, BitSet> entry : lostOfWriters.entrySet()) {
        restore(entry.getKey(), entry.getValue());
      }
      for (LoadedFile file : files) {
        if (interrupted.getAsBoolean()) {
          return false;
        }
        check.checkWell(file.channel(), file.path(), file.original());
        progress.at(++step);
      }
      for (WriterFile file : stage.slots.list()) {
        check.checkWell(file.channel, file.path, content(file));
      }
    }
    if (!stage.failures.badFiles().isEmpty()) {
      stage.tally.mismatch("bad files after restoring: " + stage.failures.badFiles());
    }
    return true;
  }

  private void restore(LoadedFile file) throws IOException {
    for (int page = 0; page < file.pages(); page++) {
      if (stage.states.is(file.firstPage() + page, PageStates.LOST)) {
        stage.restorer.restore(file, page);
      }
    }
  }

  private void restore(WriterFile file, BitSet lost) throws IOException {
    MemorySegment content = content(file);
    for (int page = lost.nextSetBit(0); page >= 0; page = lost.nextSetBit(page + 1)) {
      int length = Pages.length(page, file.size);
      file.channel.clearPoison(Pages.start(page), length);
      Loader.writeFully(file.channel, content, Pages.start(page), length);
      stage.tally.restored.increment();
    }
  }

  private static MemorySegment content(WriterFile file) {
    return MemorySegment.ofArray(file.shadow).asSlice(0, file.size);
  }
}
