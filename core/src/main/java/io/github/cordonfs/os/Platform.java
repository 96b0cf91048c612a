package io.github.cordonfs.os;

import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Whether {@link Linux} can be used here. */
public final class Platform {

  /** The page size that frames are made for. */
  private static final int PAGE_BYTES = 4096;

  private Platform() {}

  /** Returns why this is no Linux that can be used, or null if it is one. */
  public static @Nullable String notLinux() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return "not Linux";
    }
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return "not a 64-bit machine";
    }
    String problem = nativeAccessProblem();
    if (problem != null) {
      return "native access failed (" + problem + ")";
    }
    int pageBytes = Linux.pageSize();
    return pageBytes == PAGE_BYTES ? null : "pages of " + pageBytes + " bytes";
  }

  /**
   * Returns why native code cannot be called here, or null if it can. On systems other than Linux
   * it may not be possible for want of functions.
   */
  public static @Nullable String nativeAccessProblem() {
    try {
      int ignored = Linux.pageSize();
      return null;
    } catch (LinkageError e) {
      // The first use of a class whose initialization failed carries the reason as its cause.
      Throwable cause = e.getCause();
      return String.valueOf((cause == null ? e : cause).getMessage());
    }
  }

  /** Returns the size of a page in bytes. Ask {@link #nativeAccessProblem} first. */
  public static int pageBytes() {
    return Linux.pageSize();
  }
}
