package io.github.cordonfs.conformance;

import java.io.Serial;

/** A trace cannot be read; the message says where and why. */
final class TraceFormatException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TraceFormatException(String where, String problem) {
    super(where + ": " + problem);
  }
}
