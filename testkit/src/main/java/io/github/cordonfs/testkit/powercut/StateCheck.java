package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the disk of a state and has the recovery look at it. Safe for use by several threads. */
final class StateCheck {

  private static final long LEAST = 16L << 20;

  private final DiskLog log;
  private final List<LogEntry> entries;
  private final Recovery recovery;

  StateCheck(DiskLog log, List<LogEntry> entries, Recovery recovery) {
    this.log = log;
    this.entries = entries;
    this.recovery = recovery;
  }

  DiskImage image(CrashState state) {
    return ImageBuilder.build(log, entries, state);
  }

  /** Returns what had been promised when the power was cut. */
  List<String> promises(CrashState state) {
    List<String> promises = new ArrayList<>();
    for (LogEntry each : entries.subList(0, state.cut())) {
      if (each instanceof LogEntry.Promise(String what)) {
        promises.add(what);
      }
    }
    return promises;
  }

  /** Returns what went wrong; null if the recovery went well. */
  @Nullable Throwable failure(CrashState state) {
    DiskImage image = image(state);
    try (CordonFileSystem disk = disk(image)) {
      recovery.check(new CrashedDisk(disk, List.copyOf(promises(state))));
      return null;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return e;
    }
  }

  /** Returns a new disk with an image on it. */
  static CordonFileSystem disk(DiskImage image) throws IOException {
    long size = LEAST + 4 * image.bytes() + 8192L * image.files().size();
    CordonFileSystem disk =
        Cordon.newFileSystem(CordonOptions.builder().size(size).injection(true).build());
    try {
      image.writeTo(disk);
      return disk;
    } catch (IOException | RuntimeException | Error e) {
      disk.close();
      throw e;
    }
  }
}
