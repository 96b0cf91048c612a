package io.github.cordonfs.journal;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.LostFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file of which a journal says that pages were lost. Of the monitor of its journal. */
public final class JournaledFile {

  private static final int PAGE_SHIFT = 12;

  private final int number;
  private final FileId id;
  private final PageSet pages = new PageSet();
  private String path;

  JournaledFile(int number, FileId id, String path) {
    this.number = number;
    this.id = id;
    this.path = path;
  }

  /** Returns its number in the journal. */
  int number() {
    return number;
  }

  FileId id() {
    return id;
  }

  /** Returns where it was last seen, relative to the directory, with {@code /} between names. */
  public String path() {
    return path;
  }

  void setPath(String seen) {
    path = seen;
  }

  PageSet pages() {
    return pages;
  }

  /** Returns what was lost, in bytes; the last page as a whole. */
  LostFile toLostFile() {
    List<ByteRange> ranges = new ArrayList<>();
    for (Map.Entry<Long, Long> run : pages.runs().entrySet()) {
      long from = run.getKey() << PAGE_SHIFT;
      ranges.add(new ByteRange(from, (run.getValue() << PAGE_SHIFT) - from));
    }
    return new LostFile(path, ranges);
  }
}
