package io.github.cordonfs.cli.designs.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of four pages under one of the designs. One in memory is a huge page; the pages of one on
 * a disk are single.
 */
public final class ModelFile {

  /** How many pages it has. */
  public static final int PAGES = 4;

  /** What is behind the cache. */
  public enum Kind {
    /** Nothing: a file of tmpfs. What the cache loses is gone. */
    MEMORY,
    /** A disk that has what was written last. */
    CLEAN,
    /** A disk that has an older version of every page. */
    DIRTY
  }

  private final Design design;
  private final Kind kind;
  private final PageCache cache;
  private final Disk disk = new Disk(PAGES);
  private final List<Mapper> mappers = new ArrayList<>();
  private boolean writeBackError;

  /** Creates a file without content. */
  public ModelFile(Design design, Kind kind) {
    this.design = design;
    this.kind = kind;
    this.cache = new PageCache(design, PAGES);
  }

  /** Writes a page before anything fails: {@code old} is what a disk keeps of it. */
  public void setUp(int index, byte[] content, byte[] old) {
    Page page = new Page();
    page.fill(content);
    page.setDirty(kind != Kind.CLEAN);
    cache.replace(index, page);
    if (kind != Kind.MEMORY) {
      disk.write(index, kind == Kind.CLEAN ? content : old);
    }
  }

  /** Returns a new process that has pages of the file mapped and has touched them. */
  public Mapper mappedBy(int... indexes) {
    Mapper mapper = new Mapper(PAGES);
    for (int index : indexes) {
      mapper.map(index, cache.pageAt(index));
    }
    mappers.add(mapper);
    return mapper;
  }

  /**
   * Returns whether a look-up says that the page is lost: the one line that a design has every
   * caller add. What there is to see depends on the design; under some there is nothing.
   */
  public boolean isLost(Found found, int index) {
    return switch (design) {
      case FLAG -> !found.isNull() && !found.isError() && found.page().isPoisoned();
      case NOTHING -> found.isNull() && cache.entry(index) != null;
      case ERROR, ASK -> found.isError();
      case ENTRY -> found.isNull() && cache.entry(index) instanceof Slot.LostEntry;
      case DROP, SIGNAL -> false;
    };
  }

  /** Returns what a caller answers that knows no more of a lost page than the design tells it. */
  public Errno lostError() {
    return design == Design.NOTHING ? Errno.ENOMEM : Errno.EIO;
  }

  /** Returns whether callers take what they do not find for a hole, which reads as zeros. */
  public boolean isHole(Found found, int index) {
    return kind == Kind.MEMORY && found.isNull() && !(cache.entry(index) instanceof Slot.LostEntry);
  }

  /**
   * Makes a page where a look-up found none, from the disk or of zeros: what all callers did about
   * that, long before. A file in memory takes an entry that is no page for one in swap, where
   * nothing is found for it.
   */
  public Found fill(int index) {
    if (kind == Kind.MEMORY && cache.entry(index) instanceof Slot.LostEntry) {
      return Found.error(Errno.EIO);
    }
    Found found = cache.findOrCreate(index);
    if (!found.isNull() && !found.isError() && !found.page().isUptodate()) {
      found.page().fill(kind == Kind.MEMORY ? new byte[Page.SIZE] : disk.read(index));
    }
    return found;
  }

  /** Writes dirty pages to the disk; returns whether an error of one was to be reported. */
  public boolean writeBack() {
    for (int i = 0; i < PAGES; i++) {
      if (kind != Kind.MEMORY && cache.entry(i) instanceof Page page && page.isDirty()) {
        disk.write(i, page.load());
        page.setDirty(false);
      }
    }
    boolean error = writeBackError;
    writeBackError = false; // an error is reported once
    return error;
  }

  void setWriteBackError() {
    writeBackError = true;
  }

  /** Returns the design. */
  public Design design() {
    return design;
  }

  /** Returns what is behind it. */
  public Kind kind() {
    return kind;
  }

  /** Returns its pages. */
  public PageCache cache() {
    return cache;
  }

  /** Returns what is on its disk; zeros if there is none. */
  public Disk disk() {
    return disk;
  }

  List<Mapper> mappers() {
    return mappers;
  }
}
