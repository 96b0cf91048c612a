package io.github.cordonfs.hook;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the way of all that is done to one file system. Operations on paths pass it unless
 * {@link #isOff} says that they do not; those on open files only while it is active. Paths that it
 * is given belong to the file system; each {@link Change} and {@link Opening} does what would be
 * done without a hook. Safe for use by several threads.
 *
 * @see HookedOpening
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public abstract class FileSystemHook {

  /** Not an abstract method: each read and write of an open file asks for it. */
  private volatile boolean active;

  /** For the test kit. */
  protected FileSystemHook() {}

  /** Says whether operations on open files have to pass, also on those that are open already. */
  protected final void setActive(boolean on) {
    active = on;
  }

  /** Returns whether operations on open files have to pass. */
  public final boolean isActive() {
    return active;
  }

  /** Is told which file system it is of, before anybody else has that. */
  public abstract void attached(FileSystem fileSystem);

  /** Returns whether what this thread does now is no business of the hook: its own doing, say. */
  public abstract boolean isOff();

  /** Is told of a channel, directory or watch service that was opened. */
  public abstract void opened(Closeable resource);

  /** Is told of one that was closed; maybe again, and also of those that it was not told of. */
  public abstract void closed(Closeable resource);

  /**
   * Is told that the file system is about to be closed, while everything still works.
   *
   * @throws IOException if what it closes itself fails; the file system is closed all the same
   */
  public abstract void closing() throws IOException;

  /**
   * Opens a file, or a directory for reading.
   *
   * @param options those of {@link java.nio.file.StandardOpenOption} that have an effect
   */
  public abstract ChannelFront open(Path path, Set<? extends OpenOption> options, Opening opening)
      throws IOException;

  /**
   * Is told of an operation that is about to be done.
   *
   * @param other the second path, if there is one
   * @throws IOException if it is to fail
   */
  public abstract void before(PathOperation operation, Path path, @Nullable Path other)
      throws IOException;

  /** Makes a directory. */
  public abstract void createDirectory(Path path, Change change) throws IOException;

  /**
   * Makes a symbolic link.
   *
   * @param target the text of the link
   */
  public abstract void createSymbolicLink(Path link, Path target, Change change) throws IOException;

  /** Gives a file one more name. */
  public abstract void createLink(Path link, Path existing, Change change) throws IOException;

  /** Deletes a name. */
  public abstract void delete(Path path, Change change) throws IOException;

  /**
   * Moves within the file system.
   *
   * @param inOneStep whether a target is replaced at the same moment, and not deleted before
   */
  public abstract void move(Path source, Path target, boolean inOneStep, Change change)
      throws IOException;

  /**
   * Moves to another file system, by a copy.
   *
   * @param target there
   */
  public abstract void moveAway(Path source, Path target, Change change) throws IOException;

  /**
   * Copies within the file system.
   *
   * @param followLinks whether the copy of a symbolic link is one of what it leads to
   */
  public abstract void copy(Path source, Path target, boolean followLinks, Change change)
      throws IOException;

  /**
   * Copies from another file system.
   *
   * @param source there
   */
  public abstract void copyHere(Path source, Path target, Change change) throws IOException;
}
