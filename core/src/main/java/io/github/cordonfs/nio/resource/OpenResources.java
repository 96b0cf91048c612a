package io.github.cordonfs.nio.resource;

import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.os.Stripe;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What is open in a file system and must be closed with it: channels and directory streams. */
public final class OpenResources {

  /**
   * A resource that is closed by others, who call what gives back what it has once, after it says
   * that it is not open: an error may have come first, or in the middle.
   */
  public interface ClosedByOthers extends Closeable {
    boolean isOpen();

    /** Gives back what the closed resource still has, if anything. */
    void finishClosing() throws IOException;
  }

  /** Entries that the map of a piece has room for at first. */
  private static final int ROOM = 32;

  /** How many resources a piece can have without its map; a power of two. */
  private static final int SLOTS = 64;

  /** One of so many that are opened looks for others that were not closed to the end. */
  private static final int BETWEEN_LOOKS = 1024;

  /** Above the bits of a hash code that tell which piece something is in. */
  private static final int PIECE_SHIFT = Integer.SIZE - Stripe.BITS;

  /** Each resource under itself, in the piece that its hash code says. */
  private final Piece[] open = new Piece[Stripe.COUNT];

  /** What is told of each; null if nobody is. */
  private final @Nullable FileSystemHook hook;

  private volatile boolean closed;

  /** Whether there is one that was not closed to the end. Set without a call: there is no stack. */
  public volatile boolean anyUnfinished;

  /**
   * What threads of one stripe opened, so that they do not write to the cache lines of others. Each
   * resource is in the slot that its hash code says, or in the map if that was taken when it came:
   * a slot takes one atomic operation and no object, and mostly few are open at once.
   */
  private static final class Piece extends ConcurrentHashMap<Closeable, Closeable> {
    private static final long serialVersionUID = 1;

    private final transient AtomicReferenceArray<@Nullable Closeable> slots =
        new AtomicReferenceArray<>(SLOTS);

    /** Keeps another one that is next to it in memory out of the cache lines of its fields. */
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    Piece() {
      super(ROOM);
    }

    private static int slotOf(Closeable resource) {
      return resource.hashCode() & SLOTS - 1;
    }

    void enter(Closeable resource) {
      int slot = slotOf(resource);
      if (slots.getAcquire(slot) != null || !slots.compareAndSet(slot, null, resource)) {
        put(resource, resource);
      }
    }

    /** Without effect when it is not there. */
    @SuppressWarnings("ReferenceEquality") // one that is equal is another
    void leave(Closeable resource) {
      int slot = slotOf(resource);
      // Of two who do so only one may empty the slot: it may have another resource afterwards.
      if (slots.getAcquire(slot) != resource || !slots.compareAndSet(slot, resource, null)) {
        remove(resource);
      }
    }

    /** Returns how many there are. */
    int count() {
      int count = size();
      for (int i = 0; i < SLOTS; i++) {
        count += slots.get(i) == null ? 0 : 1;
      }
      return count;
    }
  }

  /**
   * Makes it with its file system.
   *
   * @param hook that of the file system; null if it has none
   */
  public OpenResources(@Nullable FileSystemHook hook) {
    this.hook = hook;
    for (int i = 0; i < open.length; i++) {
      open[i] = new Piece();
    }
  }

  /**
   * Returns a hash code for a resource that the calling thread makes: one that is cheaper than the
   * JVM's own, and lets threads that open and close at the same time keep out of each other's way.
   */
  public static int newHash() {
    int random = ThreadLocalRandom.current().nextInt();
    return Stripe.current() << PIECE_SHIFT | random >>> Stripe.BITS;
  }

  private Piece pieceOf(Closeable resource) {
    return open[resource.hashCode() >>> PIECE_SHIFT];
  }

  /**
   * Adds one. If the file system is closed, or is being closed, the resource is closed instead.
   *
   * @throws ClosedFileSystemException in that case
   */
  public void add(Closeable resource) throws IOException {
    pieceOf(resource).enter(resource);
    // Added first, looked second; closing does it the other way round, so one of the two sees it.
    if (closed) {
      resource.close();
      throw new ClosedFileSystemException();
    }
    if (anyUnfinished
        || Mapping.anyUnfinished()
        || (resource.hashCode() & BETWEEN_LOOKS - 1) == 0) {
      finishClosing();
    }
    if (hook != null && !hook.isOff()) {
      hook.opened(resource);
    }
  }

  /** Gives back what resources still have that were closed when there was no stack or no heap. */
  private void finishClosing() {
    Mapping.finishDetaching();
    anyUnfinished = false;
    for (Piece piece : open) {
      for (int i = 0; i < SLOTS; i++) {
        finishClosing(piece.slots.get(i));
      }
      for (Closeable resource : piece.keySet()) {
        finishClosing(resource);
      }
    }
  }

  private void finishClosing(@Nullable Closeable resource) {
    if (resource instanceof ClosedByOthers other && !other.isOpen()) {
      try {
        other.finishClosing();
      } catch (IOException | RuntimeException | Error e) {
        // It is not this one's who opens something else; and will be met again.
        anyUnfinished = true;
      }
    }
  }

  public void remove(Closeable resource) {
    pieceOf(resource).leave(resource);
    if (hook != null) {
      hook.closed(resource);
    }
  }

  /** Returns how many there are. For tests. */
  public int count() {
    int count = 0;
    for (Piece piece : open) {
      count += piece.count();
    }
    return count;
  }

  /** Closes everything, also what is being added. */
  public void closeAll() throws IOException {
    closed = true;
    Mapping.finishDetaching();
    IOException failure = null;
    for (Piece piece : open) {
      for (int i = 0; i < SLOTS; i++) {
        Closeable resource = piece.slots.get(i);
        failure = resource == null ? failure : close(resource, failure);
      }
      for (Closeable resource : piece.keySet()) {
        failure = close(resource, failure);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Returns what to throw in the end: what failed before, if anything, with what fails now. */
  private static @Nullable IOException close(Closeable resource, @Nullable IOException before) {
    try {
      resource.close();
      if (resource instanceof ClosedByOthers other) {
        other.finishClosing();
      }
      return before;
    } catch (IOException e) {
      if (before == null) {
        return e;
      }
      before.addSuppressed(e);
      return before;
    }
  }
}
