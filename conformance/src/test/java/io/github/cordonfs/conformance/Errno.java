package io.github.cordonfs.conformance;

import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The errors of Linux that Cordon's exceptions stand for. */
final class Errno {

  private Errno() {}

  /** Returns the name of an error; of one that has none, the exception itself. */
  static String of(IOException e) {
    return switch (e) {
      case PoisonedPageException _ -> "EIO";
      case NoSuchFileException _ -> "ENOENT";
      case FileAlreadyExistsException _ -> "EEXIST";
      case DirectoryNotEmptyException _ -> "ENOTEMPTY";
      case FileSystemException other -> ofReason(other);
      default -> e.toString();
    };
  }

  private static String ofReason(FileSystemException e) {
    return switch (e.getReason()) {
      case "No space left on device" -> "ENOSPC";
      case "File too large" -> "EFBIG";
      case "Is a directory" -> "EISDIR";
      case "Invalid argument" -> "EINVAL";
      case "Operation not permitted" -> "EPERM";
      case null, default -> e.toString();
    };
  }
}
