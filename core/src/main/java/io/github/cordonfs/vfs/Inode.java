package io.github.cordonfs.vfs;

import java.util.Arrays;
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
public abstract sealed class Inode permits Directory, RegularFile, SymbolicLink {

  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  static final int STICKY = 01000;
  private static final int GROUP_EXECUTE = 0010;

  private final long number;
  private final FileClock clock;
  private long creationTime;
  private long modifiedTime;
  private long accessTime;
  private long changeTime;
  private int permissions;

  /**
   * What a read does about the access time: one of the constants below, of which those from {@link
   * #READ} on mean nothing.
   */
  private byte access;

  /** Every read sets the time. */
  private static final byte STRICT = 0;

  /** Nothing was read since the other times changed last: the next read sets the time. */
  private static final byte UNREAD = 1;

  /** A read has looked at the times since they changed last. */
  private static final byte READ = 2;

  /** No read sets the time. */
  private static final byte NEVER = 3;

  private static final long DAY = 86_400_000_000_000L;

  private Owners owners;

  /** Null as long as there are none. Written under the monitor. */
  private volatile @Nullable UserAttributes userAttributes;

  /** The names: null, one {@link DirectoryEntry}, or an array of several hard links. */
  private volatile @Nullable Object entries;

  Inode(long number, int permissions, InodeDefaults defaults) {
    long now = defaults.clock().nanos();
    this.number = number;
    this.clock = defaults.clock();
    this.permissions = permissions;
    this.owners = defaults.owners();
    this.access =
        switch (defaults.atime()) {
          case RELATIME -> UNREAD;
          case STRICTATIME -> STRICT;
          case NOATIME -> NEVER;
        };
    this.creationTime = now;
    this.modifiedTime = now;
    this.accessTime = now;
    this.changeTime = now;
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
  final void inheritFrom(Directory parent) {
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

  /** Returns when it was made, in nanoseconds since the epoch, as all times here. */
  public final long creationTime() {
    return creationTime;
  }

  /** Returns when the content changed last. */
  public final long modifiedTime() {
    return modifiedTime;
  }

  /** Returns when the content was read, as exact as {@code relatime}. */
  public final long accessTime() {
    return accessTime;
  }

  /** Returns when the content or an attribute changed last. */
  public final long changeTime() {
    return changeTime;
  }

  /** Sets times; null leaves one as it is. */
  public final void setTimes(
      @Nullable Long modified, @Nullable Long accessed, @Nullable Long created) {
    if (modified != null) {
      modifiedTime = modified;
    }
    if (accessed != null) {
      accessTime = accessed;
    }
    if (created != null) {
      creationTime = created;
    }
    changeTime = now();
    changedSinceRead();
    Watches.modified(this);
  }

  /** Returns the times that can be set, as they are now. */
  public final Times times() {
    return new Times(modifiedTime, accessTime, creationTime);
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

  /** Notes that somebody set an attribute. */
  private void attributeChanged() {
    markChanged(now());
    Watches.modified(this);
  }

  /** Returns the time of this file system's clock. */
  final long now() {
    return clock.nanos();
  }

  /** Notes a change of the content. */
  final void markModified(long now) {
    modifiedTime = now;
    markChanged(now);
  }

  /** Notes a change of attributes or names. */
  final void markChanged(long now) {
    changeTime = now;
    changedSinceRead();
  }

  private void changedSinceRead() {
    if (access == READ) {
      access = UNREAD;
    }
  }

  /** Notes that the content was read. The usual case is one load. */
  final void markRead() {
    if (access < READ) {
      setAccessTime();
    }
  }

  private void setAccessTime() {
    // One that was set may lie ahead of the clock, and then stays.
    if (access == STRICT || accessTime <= modifiedTime || accessTime <= changeTime) {
      accessTime = now();
    }
    if (access == UNREAD) {
      access = READ;
    }
  }

  /**
   * Notes that the content is about to be read: an access time of more than a day ago is set once
   * more, as Linux does with {@code relatime}. Asked when a file is opened and not with every read.
   */
  public final void markOpened() {
    if (access == READ && now() - accessTime > DAY) {
      accessTime = now();
    }
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
  final synchronized @Nullable Object addEntry(DirectoryEntry entry) {
    Object before = entries;
    if (before == null) {
      entries = entry;
    } else {
      List<DirectoryEntry> old = entries();
      DirectoryEntry[] added = old.toArray(new DirectoryEntry[old.size() + 1]);
      added[old.size()] = entry;
      entries = added;
    }
    return before;
  }

  /**
   * Takes back {@link #addEntry}, without an allocation if nobody else has changed the names.
   *
   * @param before what that returned
   */
  final synchronized void takeBackEntry(DirectoryEntry entry, @Nullable Object before) {
    int others = before instanceof DirectoryEntry[] many ? many.length : 1;
    boolean sole = before == null && entries == entry;
    if (sole
        || (entries instanceof DirectoryEntry[] now
            && now.length == others + 1
            && now[others] == entry)) {
      entries = before;
    } else {
      var _ = removeEntry(entry);
    }
  }

  /** Removes a name, if it is there. Returns whether it was the last. */
  final synchronized boolean removeEntry(DirectoryEntry entry) {
    if (entries == entry) {
      entries = null;
    } else if (entries instanceof DirectoryEntry[] now) {
      int at = indexOf(now, entry);
      if (at >= 0 && now.length == 2) {
        entries = now[1 - at];
      } else if (at >= 0) {
        DirectoryEntry[] fewer = Arrays.copyOf(now, now.length - 1);
        System.arraycopy(now, at + 1, fewer, at, fewer.length - at);
        entries = fewer;
      }
    }
    return entries == null;
  }

  final synchronized void replaceEntry(DirectoryEntry old, DirectoryEntry entry) {
    if (entries instanceof DirectoryEntry[] now) {
      DirectoryEntry[] changed = now.clone();
      changed[indexOf(now, old)] = entry;
      entries = changed;
    } else {
      entries = entry;
    }
  }

  /** Takes back {@link #replaceEntry}, without an allocation. */
  final synchronized void takeBackReplacement(DirectoryEntry entry, DirectoryEntry old) {
    if (entries instanceof DirectoryEntry[] now) {
      now[indexOf(now, entry)] = old;
    } else {
      entries = old;
    }
  }

  private static int indexOf(DirectoryEntry[] all, DirectoryEntry entry) {
    for (int i = 0; i < all.length; i++) {
      if (all[i] == entry) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether it has several names. */
  final boolean isShared() {
    return entries instanceof DirectoryEntry[];
  }

  /** Returns the names at this moment. */
  final List<DirectoryEntry> entries() {
    Object now = entries;
    if (now == null) {
      return List.of();
    }
    return now instanceof DirectoryEntry one ? List.of(one) : Arrays.asList((DirectoryEntry[]) now);
  }

  /** Returns whether it has a name. */
  final boolean isNamed() {
    return entries != null;
  }

  /** Returns the one entry of a directory, or null for the root. */
  final @Nullable DirectoryEntry soleEntry() {
    return (DirectoryEntry) entries;
  }
}
