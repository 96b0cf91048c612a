package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A regular file. It lives while it has references, one for each name and one for each open handle:
 *
 * <ul>
 *   <li><em>new</em>: one reference, of its maker; no name yet.
 *   <li><em>named</em>: every name adds a reference, every handle another.
 *   <li><em>nameless</em>: unlinked, or not linked yet, but open: the namespace keeps a list of
 *       these so that closing the file system finds them.
 *   <li><em>gone</em>: the last reference was given back, the memory is free. No way back: {@link
 *       #retain} fails.
 * </ul>
 */
public sealed class RegularFile extends Inode implements FileNames permits StoredFile {

  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES = MethodHandles.lookup().findVarHandle(RegularFile.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AddressSpace space;
  private final LastReference end;
  private volatile int references = 1;

  public RegularFile(
      long number, int permissions, InodeDefaults defaults, PageCache cache, LastReference end) {
    super(number, permissions, defaults);
    this.end = end;
    this.space = cache.newAddressSpace(this);
  }

  RegularFile(
      long number,
      int permissions,
      InodeDefaults defaults,
      Function<FileNames, AddressSpace> data,
      LastReference end) {
    super(number, permissions, defaults);
    this.end = end;
    this.space = data.apply(this);
  }

  /**
   * Returns the data. Reads and writes of users go through this class, which keeps the times; those
   * of a channel that need as few calls as can be go to the data, with {@link #markAccessed} before
   * and {@link #markModified} behind.
   */
  public AddressSpace space() {
    return space;
  }

  @Override
  public long size() {
    return space.size();
  }

  @Override
  public long allocatedBytes() {
    return space.allocatedBytes();
  }

  @Override
  public boolean isGone() {
    return references == 0;
  }

  /** As {@link AddressSpace#read}. */
  public int read(long position, MemorySegment dst, long dstOffset, int length) {
    markRead();
    return space.read(position, dst, dstOffset, length);
  }

  /** As {@link AddressSpace#write}. */
  public int write(long position, MemorySegment src, long srcOffset, int length) {
    int written = space.write(position, src, srcOffset, length);
    if (written > 0) {
      markModified();
    }
    return written;
  }

  /** Notes that the content changed otherwise than by {@link #write}. */
  public void markModified() {
    markModified(now());
    Watches.modified(this);
  }

  /**
   * Notes that what there was was cut off when there was nothing, by an open: its times show it,
   * and who watches is told, as on Linux.
   */
  public void markEmptied() {
    markModified();
  }

  /** Notes that the content was read otherwise than by {@link #read}. */
  public void markAccessed() {
    markRead();
  }

  /** Frees the memory of the content, for good. */
  public void destroy() {
    space.destroy();
  }

  /** Adds a reference; false if the file is gone. */
  public boolean retain() {
    int before;
    do {
      before = references;
      if (before == 0) {
        return false;
      }
    } while (!REFERENCES.compareAndSet(this, before, before + 1));
    return true;
  }

  /**
   * Gives the last reference back, if the caller's is the last: nobody has it open, and from now on
   * nobody can open it. The caller frees the memory.
   */
  public boolean releaseIfLast() {
    return references == 1 && REFERENCES.compareAndSet(this, 1, 0);
  }

  /** Gives a reference back; with the last one the file is gone. Not with an inode's lock held. */
  public void release() {
    if ((int) REFERENCES.getAndAdd(this, -1) == 1) {
      end.gone(this);
    }
  }

  /** The absolute paths at this moment. A rename meanwhile may show in part of a path. */
  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>(1);
    for (DirectoryEntry entry : entries()) {
      paths.add(entry.path());
    }
    return paths;
  }
}
