package io.github.cordonfs.conformance.behaviour;

/** Where a contender does something else than the default file system on a tmpfs, and why. */
enum Difference {
  CHANNEL_ERRORS(
      Contender.CORDON,
      "Every error names its file. The JDK's channels, an open that must not follow a"
          + " link, and the view `dos` throw an `IOException` with only the reason; here it"
          + " is a `FileSystemException`."),
  LOOPS(
      Contender.CORDON,
      "A loop of links is a `FileSystemLoopException`. The JDK throws its superclass,"
          + " with a reason that says it may be something else."),
  FULL_DIRECTORIES(
      Contender.CORDON,
      "A directory that is not empty is a `DirectoryNotEmptyException`, for atomic"
          + " moves as well."),
  ALL_OR_NOTHING(
      Contender.CORDON,
      "A move or copy with `REPLACE_EXISTING` that fails leaves its target as it was."
          + " The JDK deletes the target first."),
  DELETE_ON_CLOSE(
      Contender.CORDON,
      "A file opened with `DELETE_ON_CLOSE` keeps its name until it is closed, as the"
          + " name of the option says. The JDK deletes the name when it opens the file."),
  TIMES_BEFORE_1970(
      Contender.CORDON,
      "A time before 1970 may have a fraction of a second. The JDK sets"
          + " 1970-01-01T00:00:00Z instead, because the kernel refuses what it computes."),
  CREATION_TIME(
      Contender.CORDON, "The creation time can be set. Linux has no system call for that."),
  INITIAL_ATTRIBUTES(
      Contender.CORDON,
      "A file or directory can be created with every attribute that can be set. The"
          + " JDK supports only permissions."),
  BRACKETS(
      Contender.CORDON,
      "A `]` right after `[` in a glob stands for itself, as in a shell. The JDK"
          + " turns it into an invalid regular expression."),
  SAME_BUFFER_TWICE(
      Contender.CORDON,
      "A heap buffer that appears twice in one scattering read is filled twice, as a"
          + " direct buffer is. The JDK moves the position and then throws"
          + " `BufferOverflowException`."),
  MANY_BUFFERS(
      Contender.CORDON,
      "A gathering write or scattering read uses all its buffers, unless they belong"
          + " to more than 64 arenas that can be closed. The JDK uses the first 1024."),
  CLOSED_ARENAS(
      Contender.CORDON,
      "An asynchronous operation on memory of a closed arena fails with"
          + " `IllegalStateException`. The JDK never completes it."),
  CLOSED_TRUNCATE(
      Contender.CORDON,
      "Truncating a closed asynchronous channel throws `ClosedChannelException`, as"
          + " all its other methods do. The JDK throws `AsynchronousCloseException`."),
  JIMFS_ATTRIBUTES(
      Contender.JIMFS, "The creation time can be set, and times before 1970 have fractions."),
  JIMFS_APPENDS(Contender.JIMFS, "A channel that appends starts at position 0."),
  JIMFS_CHECKS(Contender.JIMFS, "Arguments are checked in another order, or not at all."),
  JIMFS_DELETE_ON_CLOSE(Contender.JIMFS, "`DELETE_ON_CLOSE` is ignored."),
  JIMFS_DOS(
      Contender.JIMFS,
      "The view `dos` is not kept in the view `user`, and includes `owner`; symbolic"
          + " links have it; a file that it marks as hidden is hidden."),
  JIMFS_LINKS(
      Contender.JIMFS,
      "A symbolic link has size 0, may be empty, cannot have a second name, and is"
          + " not followed to a file that is to be created."),
  JIMFS_LOCKS(Contender.JIMFS, "Locks always succeed and exclude nobody."),
  JIMFS_LONG_NAMES(Contender.JIMFS, "A name may have any length."),
  JIMFS_MAPPINGS(Contender.JIMFS, "Files cannot be mapped."),
  JIMFS_MOVES(Contender.JIMFS, "An atomic move may replace a directory by a file."),
  JIMFS_OPTIONS(
      Contender.JIMFS, "Options that contradict each other, or have no meaning, are accepted."),
  JIMFS_PERMISSIONS(
      Contender.JIMFS,
      "Directories get the default permissions of files; a copy does not take over"
          + " its source's; `unix:mode` lacks the file type; and links are created with any"
          + " permissions."),
  JIMFS_SPARSE_FILES(
      Contender.JIMFS,
      "There are no holes: a byte far past the end takes memory for everything before" + " it."),
  JIMFS_TRANSFERS(
      Contender.JIMFS,
      "A transfer to a position past the end moves nothing, as in the JDK before" + " version 25."),
  JIMFS_WORDS(
      Contender.JIMFS,
      "Exceptions have other types or messages, or name fewer files. A path below a"
          + " file does not exist.");

  private final Contender contender;
  private final String argument;

  Difference(Contender contender, String argument) {
    this.contender = contender;
    this.argument = argument;
  }

  Contender contender() {
    return contender;
  }

  String argument() {
    return argument;
  }
}
