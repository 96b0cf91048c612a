package io.github.cordonfs.conformance;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;

/**
 * One recorded operation.
 *
 * @param number of the line in its file, from 1
 * @param operation what was done
 * @param arguments of the form that the operation wants
 * @param recorded the result on Linux
 */
record TraceLine(int number, Operation operation, List<String> arguments, String recorded) {

  TraceLine {
    arguments = List.copyOf(arguments);
  }

  /** Returns an argument that is a name or a keyword. */
  String text(int index) {
    return arguments.get(index);
  }

  /** Returns an argument that is a number. */
  long value(int index) {
    return Long.parseLong(arguments.get(index));
  }

  /** Tells whether the operation failed on Linux. */
  boolean failed() {
    return !operation.isSuccess(recorded);
  }

  /** Returns the result of an operation that counts bytes; 0 if it failed. */
  long count() {
    return failed() ? 0 : Long.parseLong(recorded);
  }

  /** Returns the file whose content the operation changes, if it changes any. */
  Path changedFile(FileSystem fs) {
    int argument = operation == Operation.COPY ? 2 : 0;
    return fs.getPath("/" + (arguments.isEmpty() ? "" : arguments.get(argument)));
  }

  /** Returns where in that file. */
  long changedOffset() {
    return value(operation == Operation.COPY ? 3 : 1);
  }

  @Override
  public String toString() {
    return (operation.keyword() + " " + String.join(" ", arguments)).strip();
  }
}
