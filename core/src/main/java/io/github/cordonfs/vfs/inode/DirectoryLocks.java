package io.github.cordonfs.vfs.inode;

import org.jspecify.annotations.Nullable;

/**
 * Locks of directories. A thread that needs several takes them in the order of their inode numbers,
 * so that no threads wait in a circle, and looks again afterwards: names may have changed
 * meanwhile.
 */
public final class DirectoryLocks {

  private DirectoryLocks() {}

  /** Locks up to three directories; the same one may be given more than once. */
  public static void lock(Directory a, @Nullable Directory b, @Nullable Directory c) {
    Directory low = lower(a, b);
    Directory high = higher(a, b);
    if (c == null) {
      low.lock.lock();
      if (high != low) {
        high.lock.lock();
      }
      return;
    }
    Directory first = lower(low, c);
    Directory last = higher(high, c);
    Directory middle = lower(higher(low, c), high);
    first.lock.lock();
    if (middle != first) {
      middle.lock.lock();
    }
    if (last != middle) {
      last.lock.lock();
    }
  }

  /** Gives back what {@link #lock} took with the same arguments. */
  public static void unlock(Directory a, @Nullable Directory b, @Nullable Directory c) {
    a.lock.unlock();
    if (b != null && b != a) {
      b.lock.unlock();
    }
    if (c != null && c != a && c != b) {
      c.lock.unlock();
    }
  }

  private static Directory lower(Directory a, @Nullable Directory b) {
    return b == null || a.number() <= b.number() ? a : b;
  }

  private static Directory higher(Directory a, @Nullable Directory b) {
    return b == null || a.number() >= b.number() ? a : b;
  }
}
