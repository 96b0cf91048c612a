package io.github.cordonfs.testkit;

/** What is done to a file: the kinds of operation that a rule can choose. */
public enum FileOp {
  /** Opening a channel or stream, which may create or empty the file. */
  OPEN(true),
  /** Reading from a channel or stream. */
  READ(false),
  /** Writing to a channel or stream. */
  WRITE(false),
  /** Cutting an open file short. */
  TRUNCATE(false),
  /** {@code force} of a file, or of a directory that is open as a channel. */
  FORCE(false),
  /** Mapping an open file into memory. */
  MAP(false),
  /** Locking an open file. */
  LOCK(false),
  /** Creating a directory. */
  CREATE_DIRECTORY(true),
  /** Creating a symbolic or a hard link. */
  LINK(true),
  /** Deleting a file or directory. */
  DELETE(true),
  /** Moving a file or directory; the path of a rule is that of the source. */
  MOVE(true),
  /** Copying a file; the path of a rule is that of the source. */
  COPY(true),
  /** Opening a directory to list it. */
  LIST(true),
  /** Reading attributes, and asking whether a file is there. */
  READ_ATTRIBUTES(true),
  /** Changing attributes by name. */
  SET_ATTRIBUTES(true);

  private final boolean ofPath;

  FileOp(boolean ofPath) {
    this.ofPath = ofPath;
  }

  /** Whether it is given a path, and not an open channel. */
  boolean isOfPath() {
    return ofPath;
  }
}
