package io.github.cordonfs.vfs.walk;

import io.github.cordonfs.vfs.inode.DirectoryLocks;
import io.github.cordonfs.vfs.inode.PathName;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks the places of names that are to change: walks without a lock, locks the directories where
 * the walk led, and looks whether they are still what the walk saw. If not it begins again, for
 * another thread has changed something meanwhile.
 *
 * <p>What is locked: the directories whose names change, and a directory that may lose its own
 * name, so that nothing is made in it meanwhile ({@link DirectoryLocks} says in which order). For a
 * directory that moves to another one the one lock for such moves comes first: then nothing else
 * changes what lies within what.
 */
public final class PlaceLocks {

  private final NameTree tree;

  /** Held while a directory moves from one directory to another. Before locks of directories. */
  private final ReentrantLock moves = new ReentrantLock();

  /**
   * Read with directories locked. Closing sets it and then locks one directory after the other:
   * what is made in one is found there, or is not made.
   */
  private volatile boolean closed;

  public PlaceLocks(NameTree tree) {
    this.tree = tree;
  }

  /** Refuses from now on. */
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  public void checkOpen() {
    if (closed) {
      throw new ClosedFileSystemException();
    }
  }

  /** Walks a path and locks where it led, which the caller unlocks. */
  public Place lock(PathName path, boolean followLast) throws IOException {
    while (true) {
      Place place = PathWalk.walk(tree, path, followLast);
      place.lock();
      boolean done = false;
      try {
        checkOpen();
        done = place.isCurrent(path);
      } finally {
        if (!done) {
          place.unlock();
        }
      }
      if (done) {
        return place;
      }
    }
  }

  /** Walks two paths, without following links at their ends, and locks where they led. */
  public TwoPlaces lock(PathName first, PathName second) throws IOException {
    while (true) {
      TwoPlaces places = TwoPlaces.find(tree, first, second);
      boolean moving = places.movesDirectory();
      if (moving) {
        moves.lock();
      }
      boolean done = false;
      try {
        if (moving) {
          // Again, now that nothing else changes what lies within what.
          places = TwoPlaces.find(tree, first, second);
        }
        done = places.movesDirectory() == moving && lockIfCurrent(places, first, second);
      } finally {
        if (moving && !done) {
          moves.unlock();
        }
      }
      if (done) {
        return places;
      }
    }
  }

  private boolean lockIfCurrent(TwoPlaces places, PathName first, PathName second)
      throws IOException {
    places.lock();
    boolean done = false;
    try {
      checkOpen();
      done = places.isCurrent(first, second);
    } finally {
      if (!done) {
        places.unlock();
      }
    }
    return done;
  }

  /** Gives back what {@link #lock(PathName, PathName)} took. */
  public void unlock(TwoPlaces places) {
    places.unlock();
    if (places.movesDirectory()) {
      moves.unlock();
    }
  }
}
