package io.github.cordonfs.conformance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operations of a trace, and what their arguments and results look like. */
enum Operation {
  CREATE("F", Forms.OK),
  PWRITE("FNNN", Forms.COUNT),
  PREAD("FNN", Forms.COUNT_AND_CHECKSUM),
  TRUNCATE("FN", Forms.OK),
  PUNCH("FNN", Forms.OK),
  ALLOCATE("FNNM", Forms.OK),
  FSYNC("F", Forms.OK),
  POISON("FN", Forms.OK),
  SOFTOFFLINE("FN", Forms.OK),
  LOAD("FN", Forms.COUNT),
  STORE("FNN", Forms.OK),
  COPY("FNFNN", Forms.COUNT),
  SEEKDATA("FN", Forms.COUNT),
  SEEKHOLE("FN", Forms.COUNT),
  STAT("F", Forms.ATTRIBUTES),
  RENAME("FF", Forms.OK),
  LINK("FF", Forms.OK),
  UNLINK("F", Forms.OK),
  DROPCACHES("", Forms.OK);

  /** What a result looks like that is no error. */
  private static final class Forms {
    static final String OK = "ok";
    static final String COUNT = "\\d+";
    static final String COUNT_AND_CHECKSUM = "\\d+ [0-9a-f]{8}";
    static final String ATTRIBUTES = "size=\\d+ nlink=\\d+( blocks=\\d+)?";
  }

  private static final Pattern ERROR = Pattern.compile("E[A-Z0-9]+|SIGBUS:(MCEERR_AR|ADRERR)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern MODE = Pattern.compile("keepsize|extend");

  /** One letter for each argument: F a file, N a number, M keepsize or extend. */
  private final String arguments;

  private final Pattern success;

  Operation(String arguments, String success) {
    this.arguments = arguments;
    this.success = Pattern.compile(success);
  }

  /** Returns the operation that a trace calls so. */
  static Optional<Operation> named(String keyword) {
    return Arrays.stream(values()).filter(each -> each.keyword().equals(keyword)).findFirst();
  }

  String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  int argumentCount() {
    return arguments.length();
  }

  /** Tells whether a text may be the argument at an index. */
  boolean acceptsArgument(int index, String text) {
    Pattern form =
        switch (arguments.charAt(index)) {
          case 'F' -> NAME;
          case 'N' -> NUMBER;
          default -> MODE;
        };
    return form.matcher(text).matches();
  }

  /** Tells whether a result is one of an operation that did not fail. */
  boolean isSuccess(String text) {
    return success.matcher(text).matches();
  }

  boolean acceptsResult(String text) {
    return isSuccess(text) || ERROR.matcher(text).matches();
  }
}
