package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.FileOp;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a JVM with the overlay answers. */
sealed interface ProgramReply extends Serializable {

  /** How the program failed; null if it did not. */
  @Nullable ProgramFailure failure();

  /** The task was understood; another answer follows. */
  record Begun() implements ProgramReply {
    @Override
    public @Nullable ProgramFailure failure() {
      return null;
    }
  }

  /**
   * What a program did.
   *
   * @param log of it
   */
  record Recorded(RecordedLog log, @Nullable ProgramFailure failure) implements ProgramReply {}

  /**
   * What a program did on a disk with a fault, or without one.
   *
   * @param operations their kinds, in order, if there was no fault
   * @param fired what went wrong
   * @param isInputOutput whether its failure is one of input or output, as it may be
   * @param left what is on the disk
   * @param promises what it had printed
   * @param ends whether it has ended the JVM
   */
  @SuppressWarnings("serial") // Lists of the JDK are serializable.
  record Ran(
      List<FileOp> operations,
      List<String> fired,
      @Nullable ProgramFailure failure,
      boolean isInputOutput,
      DiskImage left,
      List<String> promises,
      boolean ends)
      implements ProgramReply {

    /** What the program made of it. */
    String outcome() {
      if (ends) {
        return "ended the JVM";
      }
      return failure == null ? "coped" : "failed with " + failure;
    }
  }

  /** What a check came to. */
  record Checked(@Nullable ProgramFailure failure) implements ProgramReply {}
}
