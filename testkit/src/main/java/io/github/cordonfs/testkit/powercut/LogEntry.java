package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.OperationObserver.Force;
import java.io.Serializable;
import java.util.List;

/** One thing that the workload did. Files and directories are numbers, of {@link DiskLog}. */
sealed interface LogEntry extends Serializable {

  /** What a person reads of it, without its bytes. */
  String text();

  /** Something that is on the disk for sure only when the file or directory was forced. */
  sealed interface Unit extends LogEntry {
    /** The file or directory that has to be forced. */
    int node();
  }

  /** Names of one directory that change in one step. */
  @SuppressWarnings("serial") // A list of the JDK is serializable.
  record Names(int node, List<Name> names, String text) implements Unit {}

  /**
   * A name and what it leads to.
   *
   * @param target a node, or {@link #NONE}
   */
  record Name(String name, int target) implements Serializable {
    static final int NONE = -1;
  }

  /**
   * Bytes of a file.
   *
   * @param forced whether they are taken for forced at once, as those of a mapping may be
   */
  // Nobody changes the bytes once it is made.
  @SuppressWarnings("ArrayRecordComponent")
  record Write(int node, long offset, byte[] bytes, boolean forced, String text) implements Unit {
    long end() {
      return offset + bytes.length;
    }
  }

  /** A smaller size of a file. */
  record Truncate(int node, long size, String text) implements Unit {}

  /**
   * A force of a file or directory.
   *
   * @param place the code that asked for it
   */
  record Forced(int node, Force result, String place, String text) implements LogEntry {}

  /** Something that the program promised. */
  record Promise(String what) implements LogEntry {
    @Override
    public String text() {
      return "promise " + what;
    }
  }
}
