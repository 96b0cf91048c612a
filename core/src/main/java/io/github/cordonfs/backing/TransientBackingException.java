package io.github.cordonfs.backing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store could not do something that it may be able to do when it is asked again: a time-out. */
public class TransientBackingException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Creates one.
   *
   * @param message what could not be done, and why
   * @param cause what the store said, or null
   */
  public TransientBackingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
