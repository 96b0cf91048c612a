package io.github.cordonfs.backing;

/** What a {@link Backing} can do beyond reading. What it lacks is never asked of it. */
public enum BackingCapability {
  /** Bytes of an existing file can be overwritten, at any position. */
  WRITE,
  /** The length of a file can be set. */
  TRUNCATE,
  /** A range of a file can be made a hole. */
  PUNCH,
  /** Space for a range of a file can be reserved. */
  ALLOCATE,
  /** What was written to a file can be made durable. */
  FORCE,
  /** Names in a directory can be made durable. */
  FORCE_DIRECTORY,
  /** Files and directories can be made. */
  CREATE,
  /** Files and directories can be deleted. */
  DELETE,
  /** A file can get another name, atomically. */
  RENAME,
  /** A file can get a second name. */
  LINK,
  /** Directories can be listed. */
  LIST,
  /** What files and directories are, and their times, can be read. */
  ATTRIBUTES,
  /** Ranges of files can be locked against other processes. */
  LOCK
}
