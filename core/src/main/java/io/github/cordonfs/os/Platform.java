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
    try {
      int pageBytes = Linux.pageSize();
      return pageBytes == PAGE_BYTES ? null : "pages of " + pageBytes + " bytes";
    } catch (LinkageError e) {
      // The first use of a class whose initialization failed carries the reason as its cause.
      Throwable cause = e.getCause();
      return "native access failed (" + (cause == null ? e : cause).getMessage() + ")";
    }
  }
}
