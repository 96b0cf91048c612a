package io.github.cordonfs.os;

import java.io.IOException;

/** Error numbers of Linux, the same on x86-64 and arm64, and the exceptions that name them. */
public final class Errno {

  /** No space left on device. */
  public static final int ENOSPC = 28;

  /** The call does not exist here. */
  static final int ENOSYS = 38;

  /** An argument was refused. */
  public static final int EINVAL = 22;

  /** The page is poisoned: MADV_POPULATE_READ. */
  public static final int EHWPOISON = 133;

  /** There is no memory to fault in: MADV_POPULATE_READ, process_vm_readv(2). */
  public static final int EFAULT = 14;

  /** There is no memory, or no room for another mapping. */
  static final int ENOMEM = 12;

  private Errno() {}

  /** A call that failed. */
  private static final class Failure extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    private Failure(String call, int errno) {
      super(call + ": " + name(errno));
      this.errno = errno;
    }
  }

  /**
   * Returns the error number of a call that failed.
   *
   * @param e made by {@link #failed}
   */
  static int of(IOException e) {
    if (e instanceof Failure failure) {
      return failure.errno;
    }
    throw new IllegalArgumentException(e);
  }

  /** Returns the exception for a call that failed. */
  static IOException failed(String call, int errno) {
    return new Failure(call, errno);
  }

  /** Returns the name of an error number, or the number. */
  public static String name(int errno) {
    return switch (errno) {
      case 1 -> "EPERM";
      case 13 -> "EACCES";
      case EFAULT -> "EFAULT";
      case ENOSPC -> "ENOSPC";
      case ENOSYS -> "ENOSYS";
      case EINVAL -> "EINVAL";
      case ENOMEM -> "ENOMEM";
      case 23 -> "ENFILE (too many open files in the system)";
      case 24 -> "EMFILE (too many open files)";
      default -> "errno " + errno;
    };
  }
}
