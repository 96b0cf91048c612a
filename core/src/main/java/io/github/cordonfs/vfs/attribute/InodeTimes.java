package io.github.cordonfs.vfs.attribute;

import org.jspecify.annotations.Nullable;

/**
 * The times of an inode, in nanoseconds since the epoch, and what a read does about the access
 * time. Plain fields, the last writer wins: a reader without a happens-before edge may see an older
 * value for a while, never a wrong one. A superclass of the inode and not an object beside it,
 * which would cost heap for each file.
 */
public abstract class InodeTimes {

  private final FileClock clock;
  private long creationTime;
  private long modifiedTime;
  private long accessTime;
  private long changeTime;

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

  /** All times are now. */
  protected InodeTimes(InodeDefaults defaults) {
    long now = defaults.clock().nanos();
    this.clock = defaults.clock();
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

  /** Returns the times that can be set, as they are now. */
  public final Times times() {
    return new Times(modifiedTime, accessTime, creationTime);
  }

  /** Sets times; null leaves one as it is. The change time is now. */
  protected final void changeTimes(
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
  }

  /** Returns the time of this file system's clock. */
  public final long now() {
    return clock.nanos();
  }

  /** Notes a change of the content. */
  public final void markModified(long now) {
    modifiedTime = now;
    markChanged(now);
  }

  /** Notes a change of attributes or names. */
  public final void markChanged(long now) {
    changeTime = now;
    changedSinceRead();
  }

  private void changedSinceRead() {
    if (access == READ) {
      access = UNREAD;
    }
  }

  /** Notes that the content was read. The usual case is one load. */
  protected final void markRead() {
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
}
