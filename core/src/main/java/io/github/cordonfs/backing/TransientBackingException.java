package io.github.cordonfs.backing;

import java.io.IOException;

/** A store could not do something that it may be able to do when it is asked again: a time-out. */
public class TransientBackingException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Creates one.
   *
   * @param message what could not be done, and why
   */
  public TransientBackingException(String message) {
    super(message);
  }

  /**
   * Creates one.
   *
   * @param message what could not be done, and why
   * @param cause what the store said
   */
  public TransientBackingException(String message, Throwable cause) {
    super(message, cause);
  }
}
