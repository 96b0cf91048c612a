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

  private Errno() {}

  /** Returns the exception for a call that failed. */
  static IOException failed(String call, int errno) {
    String reason =
        switch (errno) {
          case ENOSPC -> "ENOSPC";
          case ENOSYS -> "ENOSYS";
          case EINVAL -> "EINVAL";
          case 12 -> "ENOMEM";
          case 23 -> "ENFILE (too many open files in the system)";
          case 24 -> "EMFILE (too many open files)";
          default -> "errno " + errno;
        };
    return new IOException(call + ": " + reason);
  }
}
