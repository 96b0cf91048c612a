package io.github.cordonfs.testkit;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/**
 * Operations that fail below a directory with certain mounts: {@code full} is full, {@code inodes}
 * can hold no more files, {@code readonly} is mounted so, in {@code denied} nothing is permitted,
 * {@code mounted} is a mount point, and {@code sparse} has a file that is too large to be mapped.
 */
enum ProvokedCase {
  WRITE_FULL(FileOp.WRITE, Errno.ENOSPC, dir -> write(dir.resolve("full/file"))),
  COPY_FULL(
      FileOp.COPY, Errno.ENOSPC, dir -> Files.copy(dir.resolve("large"), dir.resolve("full/copy"))),
  CREATE_INODES(FileOp.OPEN, Errno.ENOSPC, dir -> create(dir.resolve("inodes/new"))),
  DIRECTORY_INODES(
      FileOp.CREATE_DIRECTORY,
      Errno.ENOSPC,
      dir -> Files.createDirectory(dir.resolve("inodes/new"))),
  SYMLINK_INODES(
      FileOp.LINK,
      Errno.ENOSPC,
      dir -> Files.createSymbolicLink(dir.resolve("inodes/new"), dir.resolve("large"))),
  CREATE_READONLY(FileOp.OPEN, Errno.EROFS, dir -> create(dir.resolve("readonly/new"))),
  WRITE_READONLY(
      FileOp.OPEN, Errno.EROFS, dir -> FileChannel.open(dir.resolve("readonly/file"), WRITE)),
  DIRECTORY_READONLY(
      FileOp.CREATE_DIRECTORY,
      Errno.EROFS,
      dir -> Files.createDirectory(dir.resolve("readonly/new"))),
  SYMLINK_READONLY(
      FileOp.LINK,
      Errno.EROFS,
      dir -> Files.createSymbolicLink(dir.resolve("readonly/new"), dir.resolve("large"))),
  LINK_READONLY(
      FileOp.LINK,
      Errno.EROFS,
      dir -> Files.createLink(dir.resolve("readonly/new"), dir.resolve("readonly/file"))),
  DELETE_READONLY(FileOp.DELETE, Errno.EROFS, dir -> Files.delete(dir.resolve("readonly/file"))),
  MOVE_READONLY(
      FileOp.MOVE,
      Errno.EROFS,
      dir -> Files.move(dir.resolve("readonly/file"), dir.resolve("readonly/other"))),
  COPY_READONLY(
      FileOp.COPY,
      Errno.EROFS,
      dir -> Files.copy(dir.resolve("large"), dir.resolve("readonly/copy"))),
  TIME_READONLY(
      FileOp.SET_ATTRIBUTES,
      Errno.EROFS,
      dir ->
          Files.setAttribute(
              dir.resolve("readonly/file"), "lastModifiedTime", FileTime.fromMillis(0))),
  OPEN_DENIED(FileOp.OPEN, Errno.EACCES, dir -> FileChannel.open(dir.resolve("denied/file"), READ)),
  CREATE_DENIED(FileOp.OPEN, Errno.EACCES, dir -> create(dir.resolve("denied/new"))),
  LIST_DENIED(
      FileOp.LIST, Errno.EACCES, dir -> Files.newDirectoryStream(dir.resolve("denied/directory"))),
  DIRECTORY_DENIED(
      FileOp.CREATE_DIRECTORY,
      Errno.EACCES,
      dir -> Files.createDirectory(dir.resolve("denied/new"))),
  DELETE_DENIED(FileOp.DELETE, Errno.EACCES, dir -> Files.delete(dir.resolve("denied/file"))),
  MOVE_DENIED(
      FileOp.MOVE,
      Errno.EACCES,
      dir ->
          Files.move(
              dir.resolve("denied/file"),
              dir.resolve("denied/other"),
              StandardCopyOption.ATOMIC_MOVE)),
  COPY_DENIED(
      FileOp.COPY,
      Errno.EACCES,
      dir -> Files.copy(dir.resolve("denied/file"), dir.resolve("copy"))),
  ATTRIBUTES_DENIED(
      FileOp.READ_ATTRIBUTES, Errno.EACCES, dir -> Files.size(dir.resolve("denied/directory/x"))),
  LINK_TO_DIRECTORY(
      FileOp.LINK,
      Errno.EPERM,
      dir -> Files.createLink(dir.resolve("new"), dir.resolve("denied/directory"))),
  DELETE_MOUNTED(FileOp.DELETE, Errno.EBUSY, dir -> Files.delete(dir.resolve("mounted"))),
  MOVE_MOUNTED(
      FileOp.MOVE,
      Errno.EBUSY,
      dir -> Files.move(dir.resolve("mounted"), dir.resolve("elsewhere"))),
  MOVE_TO_FULL_DIRECTORY(
      FileOp.MOVE,
      Errno.ENOTEMPTY,
      dir ->
          Files.move(
              dir.resolve("large"), dir.resolve("denied"), StandardCopyOption.REPLACE_EXISTING)),
  COPY_TO_FILE(
      FileOp.COPY,
      Errno.EEXIST,
      dir -> Files.copy(dir.resolve("large"), dir.resolve("readonly/file"))),
  MOVE_TO_FILE(
      FileOp.MOVE,
      Errno.EEXIST,
      dir -> Files.move(dir.resolve("large"), dir.resolve("readonly/file"))),
  MAP_HUGE(FileOp.MAP, Errno.ENOMEM, ProvokedCase::map);

  /** An operation below a directory. */
  interface Operation {
    void run(Path directory) throws Exception;
  }

  private final FileOp op;
  private final Errno errno;

  // Refers to nothing that changes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Operation operation;

  ProvokedCase(FileOp op, Errno errno, Operation operation) {
    this.op = op;
    this.errno = errno;
    this.operation = operation;
  }

  FileOp op() {
    return op;
  }

  Errno errno() {
    return errno;
  }

  private static void create(Path file) throws IOException {
    FileChannel.open(file, CREATE_NEW, WRITE).close();
  }

  private static void write(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.write(ByteBuffer.allocate(1 << 20));
      channel.write(ByteBuffer.allocate(1));
    }
  }

  /** Maps more than there are addresses. */
  private static void map(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve("sparse/file"), READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      channel.map(FileChannel.MapMode.READ_ONLY, 0, (1L << 47) - 4096, arena);
    }
  }

  /** Does it, and returns what it throws: class, message and files. */
  String thrown(Path directory) {
    try {
      operation.run(directory);
      return "nothing";
    } catch (Exception e) {
      String files =
          e instanceof FileSystemException named
              ? named.getFile() + " | " + named.getOtherFile() + " | " + named.getReason()
              : e.getCause() == null ? "" : "caused by " + e.getCause();
      return (e.getClass().getName() + " | " + e.getMessage() + " | " + files)
          .replace(directory.toString(), "DIR");
    }
  }

  /** Prints what each throws below a directory. */
  static final class Main {
    public static void main(String[] args) {
      for (ProvokedCase each : values()) {
        System.out.println(each + " | " + each.thrown(Path.of(args[0])));
      }
    }
  }
}
