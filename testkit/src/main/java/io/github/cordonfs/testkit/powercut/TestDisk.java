package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.Faults;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The disk that a workload works on. Safe for use by several threads. */
public final class TestDisk {

  private final FaultDisk disk;
  private final DiskLog log;

  TestDisk(FaultDisk disk, DiskLog log) {
    this.disk = disk;
    this.log = log;
  }

  /** Returns the file system whose changes are recorded. */
  public FileSystem fileSystem() {
    return disk.fileSystem();
  }

  /** Returns its root directory. */
  public Path root() {
    return disk.fileSystem().getPath("/");
  }

  /** Returns the rules that make its operations fail: a force that lies, for example. */
  public Faults faults() {
    return disk.faults();
  }

  /**
   * Returns what a power cut could lose now, one line for each change, in order. Empty if the disk
   * is not recorded, as in an exploration of errors.
   */
  public List<String> unforced() {
    List<LogEntry> entries = log.entries();
    return new Pending(entries, Set.of())
        .at(entries.size()).stream().map(each -> entries.get(each).text()).toList();
  }

  /**
   * Says that from now on the program has promised something to whoever uses it: "record 3 is
   * stored". A recovery from a power cut after this is told so.
   */
  public void promise(String what) {
    log.promise(what);
  }
}
