package io.github.cordonfs.vfs.inode;

import java.util.function.Consumer;

/**
 * What something that is made has from its beginning: it is never seen without.
 *
 * @param permissions as {@code chmod(2)}
 * @param others sets what else is asked for, before the inode has a name
 */
public record InitialAttributes(int permissions, Consumer<? super Inode> others) {

  /** Returns permissions and nothing else. */
  public static InitialAttributes of(int permissions) {
    return new InitialAttributes(permissions, _ -> {});
  }
}
