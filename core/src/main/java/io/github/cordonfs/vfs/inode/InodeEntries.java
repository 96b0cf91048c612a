package io.github.cordonfs.vfs.inode;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of an inode in one field, which takes no memory of its own for a file of one name: null
 * for none, a {@link DirectoryEntry} for one, an array for several hard links. The field is written
 * under the inode's monitor; readers need no lock, as an array changes only when a rename is taken
 * back.
 */
final class InodeEntries {

  private InodeEntries() {}

  /** Returns the names and one more. */
  static Object with(@Nullable Object entries, DirectoryEntry entry) {
    if (entries == null) {
      return entry;
    }
    List<DirectoryEntry> old = list(entries);
    DirectoryEntry[] added = old.toArray(new DirectoryEntry[old.size() + 1]);
    added[old.size()] = entry;
    return added;
  }

  /** Tells whether the names are those before and the entry that was added to them last. */
  static boolean isAddition(
      @Nullable Object entries, @Nullable Object before, DirectoryEntry entry) {
    if (before == null && entries == entry) {
      return true;
    }
    int others = before instanceof DirectoryEntry[] many ? many.length : 1;
    return entries instanceof DirectoryEntry[] now
        && now.length == others + 1
        && now[others] == entry;
  }

  /** Returns the names without one, if it is among them. */
  static @Nullable Object without(@Nullable Object entries, DirectoryEntry entry) {
    if (entries == entry) {
      return null;
    }
    if (entries instanceof DirectoryEntry[] now) {
      int at = indexOf(now, entry);
      if (at >= 0 && now.length == 2) {
        return now[1 - at];
      }
      if (at >= 0) {
        DirectoryEntry[] fewer = Arrays.copyOf(now, now.length - 1);
        System.arraycopy(now, at + 1, fewer, at, fewer.length - at);
        return fewer;
      }
    }
    return entries;
  }

  /** Returns the names with one in the place of another. */
  static Object replaced(@Nullable Object entries, DirectoryEntry old, DirectoryEntry entry) {
    if (entries instanceof DirectoryEntry[] now) {
      DirectoryEntry[] changed = now.clone();
      changed[indexOf(now, old)] = entry;
      return changed;
    }
    return entry;
  }

  /** As {@link #replaced}, without an allocation: an array is changed itself. */
  static Object replacedInPlace(
      @Nullable Object entries, DirectoryEntry gone, DirectoryEntry back) {
    if (entries instanceof DirectoryEntry[] now) {
      now[indexOf(now, gone)] = back;
      return now;
    }
    return back;
  }

  private static int indexOf(DirectoryEntry[] all, DirectoryEntry entry) {
    for (int i = 0; i < all.length; i++) {
      if (all[i] == entry) {
        return i;
      }
    }
    return -1;
  }

  /** Tells whether there is more than one. */
  static boolean areSeveral(@Nullable Object entries) {
    return entries instanceof DirectoryEntry[];
  }

  /** Returns the names at this moment. */
  static List<DirectoryEntry> list(@Nullable Object entries) {
    if (entries == null) {
      return List.of();
    }
    return entries instanceof DirectoryEntry one
        ? List.of(one)
        : Arrays.asList((DirectoryEntry[]) entries);
  }
}
