package io.github.cordonfs.vfs;

/** A symbolic link: a path to go on with. */
public final class SymbolicLink extends Inode {

  private final PathName target;

  SymbolicLink(long number, InodeDefaults defaults, PathName target) {
    super(number, 0777, defaults);
    this.target = target;
  }

  /** Returns where it leads, as it was given. Whoever asks has read it. */
  public PathName target() {
    markRead();
    return target;
  }

  @Override
  public long size() {
    return PathName.utf8Length(target.text());
  }
}
