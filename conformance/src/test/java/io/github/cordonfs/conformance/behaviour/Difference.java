package io.github.cordonfs.conformance.behaviour;

/** Where a contender does something else than the default file system on a tmpfs, and why. */
enum Difference {
  CHANNEL_ERRORS(
      Contender.CORDON,
      "Every error names its file. The JDK's channels, an open that must not follow a link, and the"
          + " view `dos` throw an `IOException` with the reason alone; here it is a"
          + " `FileSystemException`."),
  LOOPS(
      Contender.CORDON,
      "Java has `FileSystemLoopException` for a loop of links. The JDK throws its superclass, with a"
          + " reason that says it may be something else."),
  FULL_DIRECTORIES(
      Contender.CORDON, "Java has `DirectoryNotEmptyException`, for atomic moves, too."),
  ALL_OR_NOTHING(
      Contender.CORDON,
      "A move or copy with `REPLACE_EXISTING` that fails leaves its target as it was. The JDK deletes"
          + " the target before it tries."),
  DELETE_ON_CLOSE(
      Contender.CORDON,
      "A file opened with `DELETE_ON_CLOSE` keeps its name until it is closed, as the option is called."
          + " The JDK deletes the name when it opens the file."),
  TIMES_BEFORE_1970(
      Contender.CORDON,
      "A time before 1970 may have a fraction of a second. The JDK sets 1970-01-01T00:00:00Z instead,"
          + " as the kernel refuses what it computes."),
  CREATION_TIME(
      Contender.CORDON, "The time of creation can be set. Linux has no system call for it."),
  INITIAL_ATTRIBUTES(
      Contender.CORDON,
      "A file or directory can be made with every attribute that can be set. The JDK makes them with"
          + " permissions only."),
  BRACKETS(
      Contender.CORDON,
      "A `]` right after `[` in a glob stands for itself, as in a shell. The JDK makes a regular"
          + " expression of it that is none."),
  SAME_BUFFER_TWICE(
      Contender.CORDON,
      "A buffer in the heap that comes twice in one scattering read is filled twice, as one outside"
          + " the heap is. The JDK throws `BufferOverflowException` when it has moved the position."),
  MANY_BUFFERS(
      Contender.CORDON,
      "A gathering write or scattering read takes all its buffers, unless they are of more than 64"
          + " arenas that can be closed. The JDK takes the first 1024."),
  CLOSED_ARENAS(
      Contender.CORDON,
      "An asynchronous operation on memory of a closed arena fails with `IllegalStateException`. The"
          + " JDK never completes it."),
  CLOSED_TRUNCATE(
      Contender.CORDON,
      "Truncating a closed asynchronous channel says `ClosedChannelException`, as all else there. The"
          + " JDK says that the channel was closed meanwhile."),
  JIMFS_ATTRIBUTES(
      Contender.JIMFS, "A time of creation can be set, and times before 1970 have fractions."),
  JIMFS_APPENDS(Contender.JIMFS, "A channel that appends begins at position 0."),
  JIMFS_CHECKS(
      Contender.JIMFS,
      "What is wrong with an argument is checked in another order, or not at all."),
  JIMFS_DELETE_ON_CLOSE(Contender.JIMFS, "`DELETE_ON_CLOSE` is ignored."),
  JIMFS_DOS(
      Contender.JIMFS,
      "The view `dos` keeps nothing in the view `user` and has `owner`, too; symbolic links have it;"
          + " what it hides is hidden."),
  JIMFS_LINKS(
      Contender.JIMFS,
      "A symbolic link has size 0, may be empty, cannot have a second name, and is not followed to a"
          + " file that is to be made."),
  JIMFS_LOCKS(Contender.JIMFS, "Locks always succeed and exclude nobody."),
  JIMFS_LONG_NAMES(Contender.JIMFS, "A name may have any length."),
  JIMFS_MAPPINGS(Contender.JIMFS, "Files cannot be mapped."),
  JIMFS_MOVES(Contender.JIMFS, "An atomic move may put a file in the place of a directory."),
  JIMFS_OPTIONS(Contender.JIMFS, "Options that do not go together, or mean nothing, are accepted."),
  JIMFS_PERMISSIONS(
      Contender.JIMFS,
      "Permissions are those of a file for directories, too; a copy does not take its source's along,"
          + " `unix:mode` is without the kind of the file, and links are made with any."),
  JIMFS_SPARSE_FILES(
      Contender.JIMFS, "There are no holes: a byte far behind the end takes memory."),
  JIMFS_TRANSFERS(
      Contender.JIMFS, "A transfer to a place behind the end moves nothing, as until JDK 24."),
  JIMFS_WORDS(
      Contender.JIMFS,
      "Exceptions are of other types, have other words or name fewer files. What is behind a file"
          + " does not exist.");

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
