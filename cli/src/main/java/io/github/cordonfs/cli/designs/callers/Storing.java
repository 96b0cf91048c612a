package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.Page;
import io.github.cordonfs.cli.designs.model.PageCache;
import io.github.cordonfs.cli.designs.model.Slot;
import org.jspecify.annotations.Nullable;

/** What is done between the cache and the disk. All of it walks the entries, without a look-up. */
final class Storing {

  private Storing() {}

  /** Write-back, with somebody waiting for it: fsync. */
  static Told sync(Situation s) {
    return s.file().writeBack() ? Told.error(Errno.EIO) : Told.ok();
  }

  /**
   * A direct read: flushes the range, drops what is cached of it, and reads the disk. That somebody
   * has a reference to a page does not keep it.
   */
  static Told readDirect(Situation s) {
    // An error of an earlier write-back is reported to the first who flushes, whatever it is about.
    // This is about what the next direct read gets.
    s.file().writeBack();
    PageCache cache = s.file().cache();
    if (s.checks() && cache.knowsLoss(s.index())) {
      return Told.error(Errno.EIO);
    }
    cache.remove(s.index());
    return Told.data(s.file().disk().read(s.index()));
  }

  /** sync, and then /proc/sys/vm/drop_caches. */
  static Told dropCaches(Situation s) {
    s.file().writeBack();
    for (int i = 0; i < ModelFile.PAGES; i++) {
      if (mayDrop(s, s.file().cache().entry(i))) {
        s.file().cache().remove(i);
      }
    }
    return Told.ok();
  }

  /** Only the cache itself may have a reference. Entries that are no pages go as they come. */
  private static boolean mayDrop(Situation s, @Nullable Slot slot) {
    return switch (slot) {
      case null -> false;
      case Page page -> !page.isDirty() && page.references() == 1;
      case Slot.LostEntry _ -> !s.checks();
    };
  }

  /** An inode is evicted to have its memory: not before all its pages could be dropped. */
  static Told evictInode(Situation s) {
    dropCaches(s);
    PageCache cache = s.file().cache();
    for (int i = 0; i < ModelFile.PAGES; i++) {
      if (cache.entry(i) instanceof Page || (s.checks() && cache.entry(i) != null)) {
        return Told.that(Told.Answer.LEFT_ALONE);
      }
    }
    for (int i = 0; i < ModelFile.PAGES; i++) {
      cache.remove(i);
    }
    return Told.ok();
  }
}
