package io.github.cordonfs.backing;

import java.io.IOException;

/** The memory that a read was to go to is bad. What the store has is not in doubt. */
public class BadTargetException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Creates one.
   *
   * @param message what was to be read
   */
  public BadTargetException(String message) {
    super(message);
  }
}
