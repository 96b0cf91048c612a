package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.model.Page;

/** How content can be wrong. */
public enum Wrong {
  /** Zeros, where something had been written. */
  ZEROS("zeros"),
  /** An older version. */
  OLD("old content"),
  /** What failed memory happens to contain. */
  GARBAGE("garbage"),
  /** Something else. */
  OTHER("other content"),
  /** None: a program was told that it wrote something which cannot be read. */
  LOST("lost");

  private final String text;

  Wrong(String text) {
    this.text = text;
  }

  static Wrong of(byte found, byte old) {
    if (found == 0) {
      return ZEROS;
    }
    if (found == Page.BAD) {
      return GARBAGE;
    }
    return found == old ? OLD : OTHER;
  }

  @Override
  public String toString() {
    return text;
  }
}
