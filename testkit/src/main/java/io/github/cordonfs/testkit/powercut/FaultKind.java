package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.FaultRule;
import io.github.cordonfs.testkit.FileOp;

/** What {@link Explore#faults} does to reads and writes besides letting them fail with an error. */
public enum FaultKind {
  /** It transfers one byte only, as the contract of channels allows. */
  SHORT(true),
  /** The first half of a write is stored, in whole sectors of 512 bytes, and the write fails. */
  TORN(false),
  /** A write says that it was done, and was not. */
  LOST(false),
  /** The lowest bit of the first byte is inverted, without an error. */
  FLIPPED_BIT(true),
  /** Whole sectors of 512 bytes are zeros, without an error. */
  ZEROS(true);

  private final boolean alsoReads;

  FaultKind(boolean alsoReads) {
    this.alsoReads = alsoReads;
  }

  boolean canHappenTo(FileOp op) {
    return op == FileOp.WRITE || (op == FileOp.READ && alsoReads);
  }

  void applyTo(FaultRule rule) {
    switch (this) {
      case SHORT -> rule.atMost(1);
      case TORN -> rule.tear(512);
      case LOST -> rule.lie();
      case FLIPPED_BIT -> rule.flipFirstBit(0);
      case ZEROS -> rule.zeroSectors(512);
    }
  }
}
