package io.github.cordonfs.nio.option;

import java.nio.file.LinkOption;

/** Reads link options. */
public final class LinkOptions {

  private LinkOptions() {}

  /** Tells whether symbolic links are followed. */
  public static boolean follow(LinkOption... options) {
    for (LinkOption option : options) {
      if (option == LinkOption.NOFOLLOW_LINKS) {
        return false;
      }
      if (option == null) {
        throw new NullPointerException("option");
      }
    }
    return true;
  }
}
