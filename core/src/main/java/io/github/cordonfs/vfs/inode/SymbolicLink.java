package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Utf8;

/** A symbolic link: a path to go on with. */
public final class SymbolicLink extends Inode {

  private final PathName target;

  public SymbolicLink(long number, InodeDefaults defaults, PathName target) {
    super(number, 0777, defaults);
    this.target = target;
  }

  /** Returns where it leads, as it was given. This counts as a read. */
  public PathName target() {
    markRead();
    return target;
  }

  @Override
  public long size() {
    return Utf8.length(target.text());
  }
}
