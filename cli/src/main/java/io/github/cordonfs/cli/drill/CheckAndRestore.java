package io.github.cordonfs.cli.drill;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.cli.drill.judge.FinalCheck;
import io.github.cordonfs.cli.drill.judge.PageStates;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.Loader;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.storm.DrillContext;
import io.github.cordonfs.cli.line.Progress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** When all is quiet: checks everything, restores what was lost, and checks everything again. */
final class CheckAndRestore {

  private final DrillContext context;
  private final BooleanSupplier interrupted;
  private final FinalCheck check;

  CheckAndRestore(DrillContext context, BooleanSupplier interrupted) {
    this.context = context;
    this.interrupted = interrupted;
    this.check = new FinalCheck(context.failures, context.counters, context.options.keeps());
  }

  /** Returns whether it came to the end; it does not when interrupted. */
  boolean run() throws IOException {
    context.strikeLog.reconcile();
    long counted = context.failures.counters().of(FailureSource.INJECTED).total();
    if (counted != context.strikeLog.size()) {
      context.counters.mismatch(
          "the file system counts " + counted + " strikes, there were " + context.strikeLog.size());
    }
    List<LoadedFile> files = context.files.list();
    Map<WriterFile, BitSet> lostOfWriters = new HashMap<>();
    try (Progress progress =
        new Progress("Checking", " files", 1, 3L * files.size(), context.options.progress())) {
      int step = 0;
      for (LoadedFile file : files) {
        if (interrupted.getAsBoolean()) {
          return false;
        }
        check.check(file, context.states);
        progress.at(++step);
      }
      for (WriterFile file : context.slots.list()) {
        lostOfWriters.put(file, check.check(file, context.writerJudge));
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
      for (WriterFile file : context.slots.list()) {
        check.checkWell(file.channel, file.path, content(file));
      }
    }
    if (!context.failures.badFiles().isEmpty()) {
      context.counters.mismatch("bad files after restoring: " + context.failures.badFiles());
    }
    return true;
  }

  private void restore(LoadedFile file) throws IOException {
    for (int page = 0; page < file.pages(); page++) {
      if (context.states.is(file.firstPage() + page, PageStates.LOST)) {
        context.restorer.restore(file, page);
      }
    }
  }

  private void restore(WriterFile file, BitSet lost) throws IOException {
    MemorySegment content = content(file);
    for (int page = lost.nextSetBit(0); page >= 0; page = lost.nextSetBit(page + 1)) {
      int length = Pages.length(page, file.size);
      file.channel.clearPoison(Pages.start(page), length);
      Loader.writeFully(file.channel, content, Pages.start(page), length);
      context.counters.restored.increment();
    }
  }

  private static MemorySegment content(WriterFile file) {
    return MemorySegment.ofArray(file.shadow).asSlice(0, file.size);
  }
}
