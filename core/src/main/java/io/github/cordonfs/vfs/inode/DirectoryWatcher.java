package io.github.cordonfs.vfs.inode;

/**
 * Is told what happens in a directory; see {@link Directory#watch}. Called by the thread that makes
 * the change, with the locks of that change held, so that it hears of changes in their order: it
 * must be quick, must take no lock but its own, and must not call back.
 */
public interface DirectoryWatcher {

  /** What happened to a name. */
  enum Change {
    /** It is there, new or in the place of another file: made, linked or moved here. */
    CREATED,
    /** It is there no more: deleted or moved away. */
    DELETED,
    /** Content or attributes of what it leads to changed. */
    MODIFIED
  }

  /** Is told of a change of a name. */
  void changed(Change change, String name);

  /** Is told that the directory itself was deleted: the last call there is. */
  void directoryDeleted();
}
