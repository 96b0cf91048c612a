package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.ModelFile.Kind;
import io.github.cordonfs.cli.designs.model.Oops;
import java.util.Locale;

/** The users of the page cache that the discussion names. */
public enum CallSite {
  READ("read", Care.READS, Files.EVERY_FILE, "copies the page to a program"),
  WRITE("write", Care.WRITES, Files.EVERY_FILE, "changes a part of the page for a program"),
  LOAD(
      "load, mapped before",
      Care.READS,
      Files.EVERY_FILE,
      "a load by a process that had touched the page before its memory failed"),
  FAULT(
      "load, mapped later",
      Care.READS,
      Files.EVERY_FILE,
      "the page fault of a process that touches the page for the first time"),
  TRUNCATE(
      "truncate into it",
      Care.NOTHING,
      Files.EVERY_FILE,
      "clears the page behind the new end, whatever was there"),
  PUNCH("punch it out", Care.NOTHING, Files.EVERY_FILE, "walks the entries and removes the page"),
  CHECKSUM(
      "checksum",
      Care.READS,
      Files.EVERY_FILE,
      "computes the checksum of the file through the cache"),
  LINK("symbolic link", Care.READS, Files.IN_MEMORY, "follows a link whose target is in the page"),
  COLLAPSE(
      "collapse",
      Care.READS,
      Files.IN_MEMORY,
      "joins the pages of the file into a huge one, holes as zeros"),
  SYNC(
      "write-back, fsync",
      Care.READS,
      Files.ON_DISK,
      "walks the entries and writes dirty pages to the disk"),
  COMPRESSION(
      "compression",
      Care.WRITES,
      Files.ON_DISK,
      "writes a whole cluster to the disk because one page of it changed"),
  DIRECT(
      "direct read",
      Care.READS,
      Files.ON_DISK,
      "drops what is cached of the range and reads the disk; after an fsync"),
  DROP_CACHES(
      "drop caches",
      Care.NOTHING,
      Files.ON_DISK,
      "walks the entries and drops what is clean and unused"),
  EVICT(
      "inode eviction",
      Care.NOTHING,
      Files.ON_DISK,
      "drops the inode once all its pages could be dropped");

  /** What a caller is after: how its answer has to be judged. */
  public enum Care {
    /** The content. It must be right, or an error. */
    READS,
    /** That what it writes can be read afterwards, or an error. */
    WRITES,
    /** Not the content: it must not fail because that is lost. */
    NOTHING
  }

  /** Which files have it. */
  private enum Files {
    EVERY_FILE,
    IN_MEMORY,
    ON_DISK
  }

  private final String title;
  private final Care care;
  private final Files files;
  private final String action;

  CallSite(String title, Care care, Files files, String action) {
    this.title = title;
    this.care = care;
    this.files = files;
    this.action = action;
  }

  /** Calls it. A crash is an answer, too. */
  public Told call(Situation situation) {
    try {
      return run(situation);
    } catch (Oops e) {
      return Told.crash(e);
    }
  }

  private Told run(Situation situation) {
    return switch (this) {
      case READ -> Reading.read(situation);
      case WRITE -> Writing.write(situation);
      case LOAD -> Faulting.loadAgain(situation);
      case FAULT -> Faulting.fault(situation);
      case TRUNCATE -> Truncating.truncateInto(situation);
      case PUNCH -> Truncating.punch(situation);
      case CHECKSUM -> Reading.checksum(situation);
      case LINK -> Reading.readLink(situation);
      case COLLAPSE -> Collapsing.collapse(situation);
      case SYNC -> Storing.sync(situation);
      case COMPRESSION -> Writing.compress(situation);
      case DIRECT -> Storing.readDirect(situation);
      case DROP_CACHES -> Storing.dropCaches(situation);
      case EVICT -> Storing.evictInode(situation);
    };
  }

  /** Returns its name for people. */
  public String title() {
    return title;
  }

  /** Returns its name for programs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what it is after. */
  public Care care() {
    return care;
  }

  /** Returns what it does with the page, in a few words. */
  public String action() {
    return action;
  }

  /** Returns whether files of a kind have it. */
  public boolean isFor(Kind kind) {
    return files == Files.EVERY_FILE || (files == Files.IN_MEMORY) == (kind == Kind.MEMORY);
  }

  /** Returns in which page {@link #WRITE} or {@link #COMPRESSION} writes. */
  public int writesTo(int lost) {
    return this == COMPRESSION ? 0 : lost;
  }

  /** Returns where in a page {@link #WRITE} and {@link #COMPRESSION} write. */
  public static int writesAt() {
    return Writing.AT;
  }

  /** Returns what they write. */
  public static byte[] written() {
    return Writing.text();
  }

  /** Returns where in its page {@link #TRUNCATE} cuts. */
  public static int cutsAt() {
    return Truncating.AT;
  }
}
