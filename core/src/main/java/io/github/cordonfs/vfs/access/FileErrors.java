package io.github.cordonfs.vfs.access;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions for the errors that {@code java.nio.file} has no class of its own for, worded as the
 * default provider words them on Linux.
 */
public final class FileErrors {

  private static final String NOT_DIRECTORY = "Not a directory";
  private static final String INVALID = "Invalid argument";
  private static final String BUSY = "Device or resource busy";

  private FileErrors() {}

  /** ENOSPC: no memory, or no inode. */
  public static FileSystemException noSpace(String path) {
    return of(path, null, "No space left on device");
  }

  /** EISDIR. */
  public static FileSystemException isDirectory(String path) {
    return of(path, null, "Is a directory");
  }

  /** ENOTDIR, of a path that leads through something that is not a directory. */
  public static FileSystemException notDirectory(String path) {
    return of(path, null, NOT_DIRECTORY);
  }

  /** Tells whether it is what {@link #notDirectory} makes. */
  public static boolean isNotDirectory(FileSystemException e) {
    return e.getClass() == FileSystemException.class && NOT_DIRECTORY.equals(e.getReason());
  }

  /** EFBIG. */
  public static FileSystemException tooLarge(String path) {
    return of(path, null, "File too large");
  }

  /** ELOOP, of a symbolic link that the caller asked not to follow. */
  public static FileSystemException isLink(String path) {
    return of(path, null, "Too many levels of symbolic links");
  }

  public static FileSystemException nameTooLong(String path) {
    return of(path, null, "File name too long");
  }

  public static FileSystemException busy(String path, @Nullable String other) {
    return of(path, other, BUSY);
  }

  /** EINVAL. */
  public static FileSystemException invalid(String path, @Nullable String other) {
    return of(path, other, INVALID);
  }

  /** Tells whether a target is what cannot be deleted: then nothing is wrong with the source. */
  public static boolean isRefusedDeletion(FileSystemException e) {
    return e.getClass() == FileSystemException.class
        && e.getOtherFile() == null
        && (INVALID.equals(e.getReason()) || BUSY.equals(e.getReason()));
  }

  /** EPERM. */
  public static FileSystemException notPermitted(String path, @Nullable String other) {
    return of(path, other, "Operation not permitted");
  }

  public static FileSystemException of(String path, @Nullable String other, String reason) {
    return new FileSystemException(path, other, reason);
  }
}
