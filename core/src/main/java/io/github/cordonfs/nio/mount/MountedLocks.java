package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.cache.backed.Sharing;
import io.github.cordonfs.cache.backed.WritableSpace;
import io.github.cordonfs.nio.channel.StoreLocks;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the files of a mount in their store, for whoever shares a file with other processes:
 * what they wrote before they gave a lock back is seen once it was taken here, and what was written
 * here is in the store before the lock is given back.
 */
final class MountedLocks implements StoreLocks {

  private final boolean isPossible;

  MountedLocks(Backing backing) {
    isPossible = backing.capabilities().contains(BackingCapability.LOCK);
  }

  @Override
  public @Nullable Holder open(Inode file, boolean writable) throws IOException {
    if (!isPossible || !(file instanceof StoredFile stored)) {
      return null;
    }
    MountedFile mounted = MountedTree.mounted(stored);
    BackingFile opened = mounted.openForLocks(writable);
    return opened == null ? null : new Locked(mounted, opened);
  }

  private static final class Locked implements Holder {

    private final MountedFile mounted;
    private final BackingFile opened;

    /** Of a file that can be written. */
    private final Sharing.@Nullable Sharer sharer;

    Locked(MountedFile mounted, BackingFile opened) {
      this.mounted = mounted;
      this.opened = opened;
      this.sharer =
          mounted.space() instanceof WritableSpace written ? written.sharing().begin() : null;
    }

    @Override
    public boolean tryLock(long position, long size, boolean shared) throws IOException {
      // Before the store is looked at: what is written from now on leaves the rest to others.
      if (sharer != null && !shared && (position > 0 || size > 0)) {
        sharer.partly();
      }
      if (!opened.tryLock(position, size, shared)) {
        return false;
      }
      boolean done = false;
      try {
        mounted.refresh(opened);
        done = true;
        return true;
      } finally {
        if (!done) {
          opened.unlock(position, size);
        }
      }
    }

    @Override
    public void writeBack() throws IOException {
      mounted.flush();
    }

    @Override
    public void unlock(long position, long size) throws IOException {
      try {
        mounted.flush();
      } finally {
        opened.unlock(position, size);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        if (sharer != null) {
          sharer.end();
        }
      } finally {
        opened.close();
      }
    }
  }
}
