package io.github.cordonfs.vfs.access;

import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/**
 * What permissions allow, if they are enforced: as for one user, who is the one that new files
 * belong to, a member of one group, and not root. Otherwise everything is allowed (contract row
 * S37).
 */
public final class Access {

  /** May list a directory, or read a file. */
  public static final int READ = 4;

  /** May change the names in a directory, or write a file. */
  public static final int WRITE = 2;

  /** May pass through a directory, or execute a file. */
  public static final int EXECUTE = 1;

  private final boolean enforced;
  private final Owners user;

  /**
   * Makes the rules of a file system.
   *
   * @param enforced whether there are any
   * @param user who does everything
   */
  public Access(boolean enforced, Owners user) {
    this.enforced = enforced;
    this.user = user;
  }

  public boolean isEnforced() {
    return enforced;
  }

  /** Tells whether all of some things are allowed, even if permissions are not enforced. */
  public boolean allows(Inode inode, int wanted) {
    Owners owners = inode.owners();
    int bits = inode.permissions();
    int mine =
        owners.user().equals(user.user())
            ? bits >> 6
            : owners.group().equals(user.group()) ? bits >> 3 : bits;
    return (mine & wanted) == wanted;
  }

  /**
   * Checks that all of some things are allowed.
   *
   * @param path whom to blame
   */
  public void check(Inode inode, int wanted, PathName path) throws AccessDeniedException {
    if (enforced && !allows(inode, wanted)) {
      throw new AccessDeniedException(path.text());
    }
  }

  /** Checks that attributes may be set: by the owner. */
  public void checkOwner(Inode inode, PathName path) throws FileSystemException {
    if (enforced && !owns(inode)) {
      throw FileErrors.notPermitted(path.text(), null);
    }
  }

  /** Checks that a group may be given a file: by its owner, who is in that group. */
  public void checkGroup(Inode inode, String group, PathName path) throws FileSystemException {
    checkOwner(inode, path);
    if (enforced && !group.equals(user.group()) && !group.equals(inode.owners().group())) {
      throw FileErrors.notPermitted(path.text(), null);
    }
  }

  /** Checks that a name may go: from a sticky directory only by the owner of the one or other. */
  public void checkSticky(Directory parent, Inode inode, PathName path) throws FileSystemException {
    if (enforced && parent.isSticky() && !owns(inode) && !owns(parent)) {
      throw FileErrors.notPermitted(path.text(), null);
    }
  }

  private boolean owns(Inode inode) {
    return inode.owners().user().equals(user.user());
  }

  /** Checks that the owner may be set: only to what it is. */
  public void checkGivingAway(Inode inode, String owner, PathName path) throws FileSystemException {
    checkOwner(inode, path);
    if (enforced && !owner.equals(user.user())) {
      throw FileErrors.notPermitted(path.text(), null);
    }
  }
}
