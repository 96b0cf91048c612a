package io.github.cordonfs.cli.designs.model;

import java.util.Arrays;

/** A page in the cache and the memory under it. */
public final class Page implements Slot {

  /** Its length in bytes. As short as that, since nothing here depends on it. */
  public static final int SIZE = 64;

  /** What memory contains once it has failed. No file here contains it. */
  public static final byte BAD = (byte) 0xBD;

  private final byte[] bytes = new byte[SIZE];
  private boolean uptodate;
  private boolean dirty;
  private boolean poisoned;
  private boolean onLru = true;
  private int references = 1;
  private int storesIntoBadMemory;

  /** Creates a page of the cache that has no content yet. */
  public Page() {}

  /** Puts content into a new page. */
  public void fill(byte[] content) {
    System.arraycopy(content, 0, bytes, 0, SIZE);
    uptodate = true;
  }

  /** Returns a copy of the content: of bad memory, what is there now. */
  public byte[] load() {
    return bytes.clone();
  }

  /** Overwrites a part and makes the page dirty. Bad memory does not keep what is stored. */
  public void store(int at, byte[] content) {
    dirty = true;
    if (poisoned) {
      storesIntoBadMemory++;
    } else {
      System.arraycopy(content, 0, bytes, at, content.length);
    }
  }

  /**
   * The memory fails: its content is gone, and the handler of memory failures marks the page, keeps
   * a reference to it and takes it off the list of pages that may be reclaimed or moved.
   */
  void fail() {
    failUnnoticed();
    references++;
    onLru = false;
  }

  /** The memory fails, and of what the handler does only the flag is set so far. */
  public void failUnnoticed() {
    Arrays.fill(bytes, BAD);
    poisoned = true;
  }

  /** Returns whether it has content. */
  public boolean isUptodate() {
    return uptodate;
  }

  /** Returns whether it was changed since it was read or written back. */
  public boolean isDirty() {
    return dirty;
  }

  /** Makes it dirty or clean. */
  public void setDirty(boolean dirty) {
    this.dirty = dirty;
  }

  /** Returns whether its memory has failed: the flag. */
  public boolean isPoisoned() {
    return poisoned;
  }

  /** Returns whether it is on the list of pages that may be reclaimed or moved. */
  public boolean isOnLru() {
    return onLru;
  }

  /** Takes it off that list, or puts it back. */
  public void setOnLru(boolean onLru) {
    this.onLru = onLru;
  }

  /** Returns how many have a reference: the cache has one. */
  public int references() {
    return references;
  }

  /** Takes a reference. */
  public void get() {
    references++;
  }

  /** Gives a reference back. */
  public void put() {
    references--;
  }

  /** Returns how often somebody stored into it after it had failed. */
  public int storesIntoBadMemory() {
    return storesIntoBadMemory;
  }
}
