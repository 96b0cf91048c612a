package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.InodeTimes;
import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.attribute.Times;
import io.github.cordonfs.vfs.attribute.UserAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a name leads to. Kept small: a file of 100 bytes should cost less than 500 bytes of heap in
 * all.
 *
 * <table>
 * <caption>Fields and who may change them</caption>
 * <tr><td>number, creation time</td><td>final or set by attribute views</td></tr>
 * <tr><td>entries</td><td>written under the inode's monitor, which is taken last of all locks of
 * this package; read without</td></tr>
 * <tr><td>user attributes</td><td>immutable, exchanged under the inode's monitor</td></tr>
 * <tr><td>times, permissions, owners</td><td>plain fields, the last writer wins: a reader without a
 * happens-before edge may see an older value for a while, never a wrong one</td></tr>
 * </table>
 */
public abstract sealed class Inode extends InodeTimes permits Directory, RegularFile, SymbolicLink {

  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int GROUP_EXECUTE = 0010;

  private final long number;
  private int permissions;

  private Owners owners;

  /** Null as long as there are none. Written under the monitor. */
  private volatile @Nullable UserAttributes userAttributes;

  /** The names, as {@link InodeEntries} keeps them. Written under the monitor. */
  private volatile @Nullable Object entries;

  Inode(long number, int permissions, InodeDefaults defaults) {
    super(defaults);
    this.number = number;
    this.permissions = permissions;
    this.owners = defaults.owners();
  }

  /** Returns the inode number, unique within the file system for ever. */
  public final long number() {
    return number;
  }

  /** Cheaper than the JVM's own, which an object gets with the first question for it. */
  @Override
  public final int hashCode() {
    return Long.hashCode(number);
  }

  /** Returns the size in bytes as attributes show it. */
  public abstract long size();

  /** Returns the memory that the content holds, in bytes. */
  public long allocatedBytes() {
    return 0;
  }

  /** Returns the number of names, as {@code st_nlink}. */
  public int links() {
    return entries().size();
  }

  /**
   * Tells whether its memory was given back with its last name and handle. What a look-up found may
   * be gone by the time it is used: then its name leads elsewhere, or nowhere, and the look-up must
   * be done again.
   */
  public boolean isGone() {
    return false;
  }

  /** Returns the permission bits, and set-uid, set-gid and sticky, as {@code chmod(2)}. */
  public final int permissions() {
    return permissions;
  }

  /**
   * Takes what a directory with set-gid gives what is made in it: its group, and a directory it.
   */
  public final void inheritFrom(Directory parent) {
    if ((parent.permissions() & SET_GID) == 0) {
      return;
    }
    String group = parent.owners().group();
    synchronized (this) {
      owners = new Owners(owners.user(), group);
    }
    if (this instanceof Directory) {
      permissions |= SET_GID;
    }
  }

  /**
   * Notes that a file was given away, be it to whom it was: others than its new owner said what it
   * may do as him, so set-uid goes, and set-gid where it means that, as with {@code chown(2)}.
   */
  public final void givenAway() {
    if (!(this instanceof Directory)) {
      boolean executable = (permissions & GROUP_EXECUTE) != 0;
      permissions &= ~(executable ? SET_UID | SET_GID : SET_UID);
    }
    attributeChanged();
  }

  /** Sets the bits that {@link #permissions} returns. */
  public final void setPermissions(int bits) {
    permissions = bits;
    attributeChanged();
  }

  /** Returns the owner and the group. */
  public final synchronized Owners owners() {
    return owners;
  }

  /** Sets the name of the owner. */
  public final synchronized void setUser(String user) {
    owners = new Owners(user, owners.group());
    givenAway();
  }

  /** Sets the name of the group. */
  public final synchronized void setGroup(String group) {
    owners = new Owners(owners.user(), group);
    givenAway();
  }

  /** Sets times; null leaves one as it is. */
  public final void setTimes(
      @Nullable Long modified, @Nullable Long accessed, @Nullable Long created) {
    changeTimes(modified, accessed, created);
    Watches.modified(this);
  }

  /**
   * Takes permissions and owners of another inode, and the times it had at some moment; the change
   * time is now.
   */
  public final void copyAttributes(Inode from, Times times) {
    Owners both = from.owners();
    synchronized (this) {
      owners = both;
      userAttributes = from.userAttributes;
    }
    permissions = from.permissions;
    setTimes(times.modified(), times.accessed(), times.created());
  }

  /** Notes that an attribute was set. */
  private void attributeChanged() {
    markChanged(now());
    Watches.modified(this);
  }

  /** Returns the attributes that users gave it. */
  public final UserAttributes userAttributes() {
    UserAttributes now = userAttributes;
    return now == null ? UserAttributes.NONE : now;
  }

  /**
   * Sets an attribute of a user.
   *
   * @param value its new value, or null to remove it
   * @return false if that would be more than {@link UserAttributes#MAX_BYTES}
   */
  public final synchronized boolean setUserAttribute(String name, byte @Nullable [] value) {
    UserAttributes now = userAttributes();
    UserAttributes changed = value == null ? now.without(name) : now.with(name, value);
    if (!changed.fit()) {
      return false;
    }
    userAttributes = changed.isEmpty() ? null : changed;
    attributeChanged();
    return true;
  }

  /**
   * Sets attributes that were made from others.
   *
   * @param before what they were made from
   * @param after what {@code fit}s
   * @return false if they have changed meanwhile; then nothing is done
   */
  public final synchronized boolean exchangeUserAttributes(
      UserAttributes before, UserAttributes after) {
    if (userAttributes() != before) {
      return false;
    }
    userAttributes = after;
    attributeChanged();
    return true;
  }

  /** Sets all attributes of users of an inode that has just been made. They {@code fit}. */
  public final synchronized void setUserAttributes(UserAttributes all) {
    userAttributes = all;
  }

  /**
   * Adds a name. Names in different directories may come and go at the same time.
   *
   * @return what {@link #takeBackEntry} needs
   */
  public final synchronized @Nullable Object addEntry(DirectoryEntry entry) {
    Object before = entries;
    entries = InodeEntries.with(before, entry);
    return before;
  }

  /**
   * Takes back {@link #addEntry}, without an allocation if no other name came or went meanwhile.
   *
   * @param before what that returned
   */
  public final synchronized void takeBackEntry(DirectoryEntry entry, @Nullable Object before) {
    if (InodeEntries.isAddition(entries, before, entry)) {
      entries = before;
    } else {
      var _ = removeEntry(entry);
    }
  }

  /** Removes a name, if it is there. Returns whether it was the last. */
  public final synchronized boolean removeEntry(DirectoryEntry entry) {
    entries = InodeEntries.without(entries, entry);
    return entries == null;
  }

  /** Puts a name in the place of another, in one step. */
  public final synchronized void replaceEntry(DirectoryEntry old, DirectoryEntry entry) {
    entries = InodeEntries.replaced(entries, old, entry);
  }

  /** Takes back {@link #replaceEntry}, without an allocation. */
  public final synchronized void takeBackReplacement(DirectoryEntry entry, DirectoryEntry old) {
    entries = InodeEntries.replacedInPlace(entries, entry, old);
  }

  /** Returns whether it has several names. */
  public final boolean isShared() {
    return InodeEntries.areSeveral(entries);
  }

  /** Returns the names at this moment. */
  final List<DirectoryEntry> entries() {
    return InodeEntries.list(entries);
  }

  /** Returns whether it has a name. */
  public final boolean isNamed() {
    return entries != null;
  }

  /** Returns the one entry of a directory, or null for the root. */
  final @Nullable DirectoryEntry soleEntry() {
    return (DirectoryEntry) entries;
  }
}
