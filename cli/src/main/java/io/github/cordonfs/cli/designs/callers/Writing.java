package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.Page;
import java.util.Arrays;

/** Callers that put new content into pages. */
final class Writing {

  /** Where in a page {@link #write} begins. */
  static final int AT = 16;

  private static final byte[] TEXT = new byte[8];

  static {
    Arrays.fill(TEXT, (byte) 'w');
  }

  private Writing() {}

  /** Returns what {@link #write} and {@link #compress} write. */
  static byte[] text() {
    return TEXT.clone();
  }

  /** The write system call, for a part of a page. */
  static Told write(Situation s) {
    Found found = s.find(s.index());
    if (s.isLost(found, s.index())) {
      return Told.error(s.file().lostError());
    }
    if (found.isNull()) {
      found = s.file().fill(s.index());
      if (found.isNull()) {
        return Told.error(Errno.ENOMEM);
      }
      if (found.isError()) {
        return Told.error(found.error());
      }
    }
    found.page().store(AT, TEXT);
    return Told.ok();
  }

  /**
   * A write to a file that is stored compressed: all pages of the cluster go to the disk with the
   * one that is changed. That one is the first, and good.
   */
  static Told compress(Situation s) {
    Page[] cluster = new Page[ModelFile.PAGES];
    for (int i = 0; i < cluster.length; i++) {
      Found found = s.find(i);
      if (s.isLost(found, i)) {
        return Told.error(s.file().lostError());
      }
      if (found.isNull()) {
        found = s.file().fill(i);
        if (found.isNull()) {
          return Told.error(Errno.ENOMEM);
        }
        if (found.isError()) {
          return Told.error(found.error());
        }
      }
      cluster[i] = found.page();
    }
    cluster[0].store(AT, TEXT);
    for (int i = 0; i < cluster.length; i++) {
      s.file().disk().write(i, cluster[i].load());
      cluster[i].setDirty(false);
    }
    return Told.ok();
  }
}
