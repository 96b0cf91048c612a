package io.github.cordonfs.nio.error;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Errors of operations on two names. Which of them was at fault a walk knows, but {@code rename(2)}
 * and {@code link(2)} do not say; the default provider names both, and so do we.
 */
public final class TwoPathErrors {

  private TwoPathErrors() {}

  /** Returns an error like another, that names both files. */
  public static FileSystemException in(FileSystemException e, Path file, Path other) {
    String one = file.toString();
    String two = other.toString();
    return switch (e) {
      case NoSuchFileException _ -> caused(new NoSuchFileException(one, two, e.getReason()), e);
      case FileAlreadyExistsException _ ->
          caused(new FileAlreadyExistsException(one, two, e.getReason()), e);
      // It has room for one name.
      case FileSystemLoopException _ -> e;
      default ->
          e.getClass() == FileSystemException.class
              ? caused(new FileSystemException(one, two, e.getReason()), e)
              : e;
    };
  }

  private static FileSystemException caused(FileSystemException both, FileSystemException cause) {
    both.initCause(cause);
    return both;
  }
}
