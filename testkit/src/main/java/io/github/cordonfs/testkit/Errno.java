package io.github.cordonfs.testkit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * An error of a Linux system call, and the exception that the JDK makes of it. Operations on a path
 * throw a {@link FileSystemException} that names the path; operations on an open channel throw a
 * plain {@link IOException} that names nothing.
 */
public enum Errno {
  /** The device failed: a medium error, a lost disk. */
  EIO("Input/output error"),
  /** The device is full. */
  ENOSPC("No space left on device"),
  /** The quota of a user or project is used up. */
  EDQUOT("Disk quota exceeded"),
  /** The file would grow past the limit of the process or of the file system. */
  EFBIG("File too large"),
  /** The process has as many files open as it may. */
  EMFILE("Too many open files"),
  /** The system has as many files open as it can. */
  ENFILE("Too many open files in system"),
  /** Permissions refuse it. */
  EACCES("Permission denied"),
  /** The operation is not permitted: an immutable file, for example. */
  EPERM("Operation not permitted"),
  /** The file system is read-only; ext4 becomes so after an error, with errors=remount-ro. */
  EROFS("Read-only file system"),
  /** The file of a network file system was removed or replaced on the server. */
  ESTALE("Stale file handle"),
  /** There is no such file. */
  ENOENT("No such file or directory"),
  /** There is such a file already. */
  EEXIST("File exists"),
  /** A part of the path is no directory. */
  ENOTDIR("Not a directory"),
  /** The directory is not empty. */
  ENOTEMPTY("Directory not empty"),
  /** The file is in use. */
  EBUSY("Device or resource busy"),
  /** The device or the mount is gone. */
  ENODEV("No such device"),
  /** No memory in the kernel. */
  ENOMEM("Cannot allocate memory"),
  /** The connection to the server, or to the disk, timed out. */
  ETIMEDOUT("Connection timed out");

  private final String message;

  Errno(String message) {
    this.message = message;
  }

  /** Returns the text of the C library, in English. */
  public String message() {
    return message;
  }

  /** Returns what an operation on an open channel throws. */
  IOException onChannel(FileOp op) {
    // The JDK tries once more when the garbage collector has run, and keeps what it throws itself.
    return op == FileOp.MAP && this == ENOMEM
        ? new IOException("Map failed", new OutOfMemoryError("Map failed"))
        : new IOException(message);
  }

  /**
   * Returns what an operation on a path throws.
   *
   * @param other the second path of a move, copy or link; null if there is none
   */
  IOException onPath(FileOp op, String file, @Nullable String other) {
    if (op == FileOp.COPY && other != null) {
      // The JDK opens one file, then the other, and names the one that it was at.
      switch (this) {
        case EROFS, EEXIST -> {
          return onPath(FileOp.OPEN, other, null);
        }
        case EACCES, EMFILE, ENFILE, ENOENT -> {
          return onPath(FileOp.OPEN, file, null);
        }
        default -> {}
      }
    }
    return switch (this) {
      case EACCES -> new AccessDeniedException(file, other, null);
      case ENOENT ->
          // The JDK asks for the source before it moves, and that is what is not there.
          op == FileOp.MOVE
              ? new NoSuchFileException(file)
              : new NoSuchFileException(file, other, null);
      case EEXIST -> {
        if (op == FileOp.DELETE) {
          yield new DirectoryNotEmptyException(file);
        }
        // Before it moves, the JDK looks whether the target is there.
        yield op == FileOp.MOVE && other != null
            ? new FileAlreadyExistsException(other)
            : new FileAlreadyExistsException(file, other, null);
      }
      case ENOTEMPTY -> {
        if (op == FileOp.DELETE) {
          yield new DirectoryNotEmptyException(file);
        }
        // It deletes the target before it moves.
        yield op == FileOp.MOVE && other != null
            ? new DirectoryNotEmptyException(other)
            : new FileSystemException(file, other, message);
      }
      case ENOTDIR ->
          op == FileOp.LIST
              ? new NotDirectoryException(file)
              : new FileSystemException(file, other, message);
      default -> new FileSystemException(file, other, message);
    };
  }
}
