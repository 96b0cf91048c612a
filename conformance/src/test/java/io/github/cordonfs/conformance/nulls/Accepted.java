package io.github.cordonfs.conformance.nulls;

import java.util.List;

/**
 * Calls of which something else comes than of the default provider, on purpose.
 *
 * @param call the call, as {@link Call} names it
 * @param outcomes what comes of it there, and what here
 * @param reason why
 */
record Accepted(String call, String outcomes, String reason) {

  /** All of them, as docs/differences.md lists them. */
  static final List<Accepted> ALL =
      List.of(
          new Accepted(
              "FileSystemProvider.newFileSystem(URI, Map) null as argument 2",
              "FileSystemAlreadyExistsException -> NullPointerException",
              "The default provider has one file system and looks at nothing."));

  /** Returns the row of the page. */
  String row() {
    return "| `" + call + "` | `" + outcomes + "` | " + reason + " |\n";
  }
}
