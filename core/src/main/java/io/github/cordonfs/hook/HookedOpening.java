package io.github.cordonfs.hook;

import org.jspecify.annotations.Nullable;

/**
 * Gives a hook to the file system that is opened meanwhile. It is not an option, as options are for
 * everybody; and it reaches file systems that others open, such as that of the overlay.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class HookedOpening {

  private static final ScopedValue<FileSystemHook> HOOK = ScopedValue.newInstance();

  private HookedOpening() {}

  /**
   * Does something that opens a file system in memory, in this thread.
   *
   * @param hook of one file system only
   * @param opening opens no more than one
   * @return what that returns
   */
  public static <R extends @Nullable Object, X extends Throwable> R with(
      FileSystemHook hook, ScopedValue.CallableOp<? extends R, X> opening) throws X {
    return ScopedValue.where(HOOK, hook).call(opening);
  }

  /** Returns the hook of a file system that is being opened; null if it gets none. */
  public static @Nullable FileSystemHook current() {
    return HOOK.isBound() ? HOOK.get() : null;
  }
}
