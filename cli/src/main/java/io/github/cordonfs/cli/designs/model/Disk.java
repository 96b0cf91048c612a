package io.github.cordonfs.cli.designs.model;

/** What a file has on the disk, in blocks of a page each. */
public final class Disk {

  private final byte[][] blocks;

  Disk(int pages) {
    blocks = new byte[pages][Page.SIZE];
  }

  /** Returns a copy of a block. */
  public byte[] read(int index) {
    return blocks[index].clone();
  }

  /** Overwrites a block. */
  public void write(int index, byte[] content) {
    blocks[index] = content.clone();
  }
}
