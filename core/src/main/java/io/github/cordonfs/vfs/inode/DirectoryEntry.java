package io.github.cordonfs.vfs.inode;

import java.util.ArrayList;
import java.util.List;

/** One name of an inode: the value in its directory, and the inode's way back to its path. */
public final class DirectoryEntry {

  /** A path of more names than this is being moved about under the walk, which gives up. */
  private static final int MAX_DEPTH = 1_000_000;

  public final Directory parent;
  public final String name;
  public final Inode inode;

  /** Makes a name that is in no directory yet. */
  public DirectoryEntry(Directory parent, String name, Inode inode) {
    this.parent = parent;
    this.name = name;
    this.inode = inode;
  }

  /** Returns the absolute path at this moment; a rename meanwhile may show in part of it. */
  public String path() {
    List<String> names = new ArrayList<>();
    int length = 0;
    for (DirectoryEntry at = this; at != null; at = at.parent.soleEntry()) {
      names.add(at.name);
      length += 1 + at.name.length();
      if (names.size() > MAX_DEPTH) {
        break;
      }
    }
    // Counting up: code for a loop that counts down, or asks an iterator, is compiled on a guess
    // that proved wrong in use, and with it HotSpot forgets the code of a strike, which comes here.
    char[] path = new char[length];
    int start = length;
    for (int i = 0; i < names.size(); i++) {
      String each = names.get(i);
      start -= each.length();
      each.getChars(0, each.length(), path, start);
      path[--start] = '/';
    }
    return new String(path);
  }
}
