package io.github.cordonfs.nio.option;

import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;

/** What a set of copy options asks for. */
public record CopyMode(
    boolean replaceExisting,
    boolean copyAttributes,
    boolean atomicMove,
    boolean followLinks,
    boolean interruptible) {

  /**
   * Reads options of a copy.
   *
   * @throws UnsupportedOperationException for an option that means nothing to a copy
   */
  public static CopyMode ofCopy(CopyOption... options) {
    CopyMode mode = of(options);
    if (mode.atomicMove) {
      throw new UnsupportedOperationException("ATOMIC_MOVE is not for copies");
    }
    return mode;
  }

  /**
   * Reads options of a move, which takes links and attributes along as they are.
   *
   * @throws UnsupportedOperationException for an option that means nothing to a move
   */
  public static CopyMode ofMove(CopyOption... options) {
    CopyMode mode = of(options);
    if (mode.copyAttributes) {
      throw new UnsupportedOperationException("COPY_ATTRIBUTES is not for moves");
    }
    if (mode.interruptible) {
      throw new UnsupportedOperationException("INTERRUPTIBLE is not for moves");
    }
    return new CopyMode(mode.replaceExisting, true, mode.atomicMove, false, false);
  }

  private static CopyMode of(CopyOption... options) {
    boolean replace = false;
    boolean attributes = false;
    boolean atomic = false;
    boolean follow = true;
    boolean interruptible = false;
    for (CopyOption option : options) {
      switch (option) {
        case StandardCopyOption.REPLACE_EXISTING -> replace = true;
        case StandardCopyOption.COPY_ATTRIBUTES -> attributes = true;
        case StandardCopyOption.ATOMIC_MOVE -> atomic = true;
        case LinkOption.NOFOLLOW_LINKS -> follow = false;
        default -> {
          if (!JdkOptions.isInterruptible(option)) {
            throw new UnsupportedOperationException("copy option " + option + " is not there");
          }
          interruptible = true;
        }
      }
    }
    return new CopyMode(replace, attributes, atomic, follow, interruptible);
  }
}
