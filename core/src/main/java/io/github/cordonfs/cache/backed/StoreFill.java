package io.github.cordonfs.cache.backed;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.backing.BadTargetException;
import io.github.cordonfs.backing.TransientBackingException;
import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import io.github.cordonfs.os.SegmentCopy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One read of the store for a run of missing pages of one extent, and the claim to install them.
 * Whoever made it runs it; others wait for it. The frames are in transit while the store is read:
 * nobody can see them, and no lock is held.
 */
final class StoreFill {

  /** Attempts where the store says that another one may succeed, and the pause between them. */
  private static final int ATTEMPTS = 3;

  private static final long PAUSE_NANOS = 10_000_000;

  private static final int UNSTARTED = 0;

  /** A thread of {@link StoreReads} is to run it, any of them. */
  private static final int QUEUED = 1;

  private static final int RUNNING = 2;
  private static final int DONE = 3;

  private final BackedSpace space;
  private final StoreFills fills;
  private final FramePool cache;
  private final long first;
  private final long size;

  /** Of the monitor of {@link #fills}; only this thread makes it smaller. */
  private volatile int count;

  // Of this monitor.
  private int state;

  // Written by the thread that runs it, before it is done.
  private @Nullable IOException error;
  private long errorPage = -1;
  private byte @Nullable [] bypass;
  private @Nullable Throwable unexpected;

  /** Whether nothing is to be kept of it. */
  private final boolean around;

  /** Whether it was made because of what was read before. */
  private boolean ahead;

  /**
   * Makes it.
   *
   * @param size of the file, by which the count was found: another look could find another
   * @param around whether nothing is to be kept of it; then it needs no claim
   */
  StoreFill(BackedSpace space, StoreFills fills, long first, int count, long size, boolean around) {
    this.around = around;
    this.space = space;
    this.fills = fills;
    this.cache = space.pool;
    this.first = first;
    this.size = size;
    this.count = count;
  }

  long first() {
    return first;
  }

  long end() {
    return first + count;
  }

  void setCount(int fewer) {
    count = fewer;
  }

  /** Says that nobody has asked for it yet. Before anybody else sees it. */
  void setAhead() {
    ahead = true;
  }

  boolean isAhead() {
    return ahead;
  }

  boolean covers(long page) {
    return page >= first && page < first + count;
  }

  // --- running and waiting ---

  /** Runs it, or waits for whoever does. Takes no notice of interrupts. */
  void runOrAwait() {
    boolean isReader = StoreReads.isOneOfThem();
    boolean here = isReader || space.source().readsBySystemCall();
    synchronized (this) {
      // A reader takes it out of the queue: were all of them to wait for what is queued behind
      // them, nobody would do it.
      if (state != UNSTARTED && !(isReader && state == QUEUED)) {
        await();
        return;
      }
      state = here ? RUNNING : QUEUED;
    }
    if (here) {
      run();
    } else {
      runElsewhere();
    }
  }

  /** Of the monitor. */
  private void await() {
    boolean interrupted = false;
    while (state != DONE) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a thread do it that nobody interrupts. */
  private void runElsewhere() {
    boolean queued = false;
    try {
      queued = space.files().reads().execute(this::runQueued);
    } finally {
      if (!queued) {
        // All is being closed, or there is no memory for a thread.
        giveUp(QUEUED);
      }
    }
    synchronized (this) {
      await();
    }
    if (unexpected != null) {
      throw thrown(unexpected);
    }
  }

  private void runQueued() {
    synchronized (this) {
      if (state != QUEUED) {
        return;
      }
      state = RUNNING;
    }
    try {
      run();
    } catch (RuntimeException | Error e) {
      // Whoever had it queued gets it.
      unexpected = e;
    }
  }

  /** Gives the claim up without having run. */
  void abandon() {
    giveUp(UNSTARTED);
  }

  private void giveUp(int expected) {
    synchronized (this) {
      if (state != expected) {
        return;
      }
      state = RUNNING;
    }
    finish();
  }

  private void run() {
    // The memory must not go while the system writes to it.
    boolean retained = cache.retainIfOpen();
    try {
      if (retained) {
        fill();
      }
    } catch (IOException e) {
      failed(e, first);
    } catch (RuntimeException | Error e) {
      unexpected = e;
      throw e;
    } finally {
      try {
        if (retained) {
          cache.release();
        }
      } finally {
        finish();
      }
    }
  }

  private void finish() {
    try {
      fills.end(this);
    } finally {
      synchronized (this) {
        state = DONE;
        notifyAll();
      }
    }
  }

  // --- what came of it; once it is done ---

  boolean failedAt(long page) {
    return error != null && page == errorPage;
  }

  /** Returns whether the bytes are here, and not in the cache: it had no room. */
  boolean isBypass() {
    return bypass != null;
  }

  /** Copies bytes that did not find room; returns how many. */
  int copyTo(long position, MemorySegment target, long offset, int length) {
    byte[] bytes = bypass;
    long from = position - (first << Frames.FRAME_SHIFT);
    if (bytes == null || from < 0 || from >= bytes.length) {
      return 0;
    }
    int n = (int) Math.min(length, bytes.length - from);
    SegmentCopy.copy(MemorySegment.ofArray(bytes), from, target, offset, n);
    return n;
  }

  /** Returns the exception for whoever wanted a page: one for each of them. */
  RuntimeException failure(long position) {
    return thrown(describe(position, error == null ? "" : reason(error), error));
  }

  IOException noRoom(long position) {
    return describe(position, "no memory that could be reclaimed for it", null);
  }

  private IOException describe(long position, String reason, @Nullable Throwable cause) {
    ByteRange range = space.pageAt(position);
    String path = space.names().paths().stream().findFirst().orElse("(no name)");
    FileSystemException named =
        new FileSystemException(
            path,
            null,
            "bytes "
                + range.offset()
                + " to "
                + (range.offset() + range.length() - 1)
                + " cannot be read from "
                + space.source().store()
                + (reason.isEmpty() ? "" : ": " + reason));
    if (cause != null) {
      named.initCause(cause);
    }
    return named;
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  /** Throws an exception that is not declared. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException thrown(Throwable e) throws E {
    throw (E) e;
  }

  // --- reading and installing ---

  private void fill() throws IOException {
    int wanted = count;
    if (around) {
      readAround();
      return;
    }
    space.files().reclaimer().makeRoom(wanted);
    int[] frames = new int[wanted];
    Arrays.fill(frames, Frames.NONE);
    boolean huge = wanted == Frames.HUGE_FRAMES && takeHuge(frames);
    try {
      int got = huge ? wanted : take(frames);
      if (got == 0) {
        // Nothing can go, and so nothing is kept of it.
        fills.shorten(this, Math.min(wanted, piece() >>> Frames.FRAME_SHIFT));
        readAround();
        return;
      }
      if (got < wanted) {
        fills.shorten(this, got);
      }
      int block = huge ? frames[0] : Frames.NONE;
      int filled = readInto(frames, got);
      if (filled == 0 && got > 1) {
        // It need not be the page that somebody wants: that one alone.
        error = null;
        filled = readInto(frames, 1);
      }
      // A bad frame may have been exchanged, and then it is no block any more.
      if (huge && filled == wanted && isBlock(frames, block)) {
        installHuge(frames, block);
      } else {
        install(frames, filled);
      }
    } finally {
      giveBack(frames, huge);
    }
  }

  private static boolean isBlock(int[] frames, int first) {
    for (int i = 0; i < frames.length; i++) {
      if (frames[i] != first + i) {
        return false;
      }
    }
    return true;
  }

  private boolean takeHuge(int[] frames) {
    int first = cache.allocator.allocateBlock(Frames.NONE);
    if (first == Frames.NONE) {
      return false;
    }
    for (int i = 0; i < frames.length; i++) {
      frames[i] = first + i;
    }
    return true;
  }

  /** Frees what did not become a page: those that did are NONE by then. */
  private void giveBack(int[] frames, boolean huge) {
    int first = frames[0];
    // Adjacent numbers alone are no block: single frames of two may have them.
    if (huge && first != Frames.NONE && isBlock(frames, first)) {
      cache.free(first, Frames.HUGE_ORDER);
      return;
    }
    for (int frame : frames) {
      if (frame != Frames.NONE) {
        cache.free(frame, 0);
      }
    }
  }

  private int take(int[] frames) {
    if (frames.length == 1) {
      frames[0] = cache.allocator.allocateSingle();
      if (frames[0] == Frames.NONE && space.files().reclaimer().reclaim(1) > 0) {
        frames[0] = cache.allocator.allocateSingle();
      }
      return frames[0] == Frames.NONE ? 0 : 1;
    }
    int goal = goal();
    int got = cache.allocator.allocateSingles(frames, frames.length, goal);
    while (got < frames.length && space.files().reclaimer().reclaim(frames.length - got) > 0) {
      int[] more = new int[frames.length - got];
      int n = cache.allocator.allocateSingles(more, more.length);
      System.arraycopy(more, 0, frames, got, n);
      got += n;
    }
    Arrays.fill(frames, got, frames.length, Frames.NONE);
    return got;
  }

  /** Behind the frame of the page before, so that they are one read, and one copy to a reader. */
  private int goal() {
    BackedExtent extent = space.backedExtent(first - 1);
    if (first == 0 || extent == null) {
      return Frames.NONE;
    }
    int before = extent.entry((int) (first - 1) & (Frames.HUGE_FRAMES - 1));
    return before >= 0 && ((before + 1) & (Frames.HUGE_FRAMES - 1)) != 0 ? before + 1 : Frames.NONE;
  }

  /**
   * Reads into frames; a frame whose memory is bad is exchanged.
   *
   * @return how many pages were read, from the first on; {@link #error} says why not all
   */
  private int readInto(int[] frames, int pages) throws IOException {
    while (true) {
      try {
        return readPieces(frames, pages);
      } catch (BadTargetException e) {
        if (!BadMemory.look(() -> exchangeBad(frames, pages))) {
          throw e;
        }
      }
    }
  }

  /** Row H15: takes frames out whose memory is bad, before they hold anybody's data. */
  private boolean exchangeBad(int[] frames, int pages) {
    boolean found = false;
    for (int i = 0; i < pages; i++) {
      if (!cache.memory.isReadable(frames[i])) {
        int bad = frames[i];
        frames[i] = cache.allocator.allocateSingle();
        try {
          var _ = cache.takeOutIfBad(bad);
        } finally {
          cache.free(bad, 0);
        }
        found = true;
        if (frames[i] == Frames.NONE) {
          throw thrown(new IOException("no memory for a page in place of bad memory"));
        }
      }
    }
    return found;
  }

  private int readPieces(int[] frames, int pages) throws IOException {
    if (!space.source().readsBySystemCall()) {
      return readByHeap(frames, pages);
    }
    int page = 0;
    while (page < pages) {
      int run = 1;
      while (page + run < pages
          && frames[page + run] == frames[page] + run
          && (frames[page + run] & (Frames.HUGE_FRAMES - 1)) != 0) {
        run++;
      }
      int read = readRun(frames[page], page, run);
      page += read;
      if (read < run) {
        return page;
      }
    }
    return page;
  }

  /**
   * Reads pages by way of the heap: as few reads of the store as it allows, wherever the frames
   * are.
   */
  private int readByHeap(int[] frames, int pages) throws IOException {
    byte[] piece = new byte[Math.min(pages << Frames.FRAME_SHIFT, piece() & -Frames.FRAME_BYTES)];
    MemorySegment source = MemorySegment.ofArray(piece);
    int page = 0;
    while (page < pages) {
      int count = Math.min(pages - page, piece.length >>> Frames.FRAME_SHIFT);
      long position = (first + page) << Frames.FRAME_SHIFT;
      int bytes = (int) Math.min((long) count << Frames.FRAME_SHIFT, size - position);
      int done = 0;
      try {
        while (done < bytes) {
          done += read(position + done, source.asSlice(done, bytes - done));
        }
      } catch (IOException e) {
        count = done >>> Frames.FRAME_SHIFT;
        failed(e, first + page + count);
      }
      Arrays.fill(piece, done, piece.length, (byte) 0);
      copyIn(frames, page, count, source);
      page += count;
      if (done < bytes) {
        return page;
      }
    }
    return page;
  }

  private void copyIn(int[] frames, int page, int count, MemorySegment source)
      throws BadTargetException {
    try {
      for (int i = 0; i < count; i++) {
        long from = (long) i << Frames.FRAME_SHIFT;
        cache.memory.copyIn(frames[page + i], 0, source, from, Frames.FRAME_BYTES);
      }
      cache.memory.barrier();
    } catch (InternalError e) {
      throw bad(e, (first + page) << Frames.FRAME_SHIFT);
    }
  }

  /** Returns how many pages it read, all, or fewer because of {@link #error}. */
  private int readRun(int frame, int page, int run) throws IOException {
    long position = (first + page) << Frames.FRAME_SHIFT;
    int bytes = (int) Math.min((long) run << Frames.FRAME_SHIFT, size - position);
    int done = 0;
    try {
      while (done < bytes) {
        done += readSome(frame, position, done, bytes);
      }
    } catch (BadTargetException e) {
      throw e;
    } catch (IOException e) {
      // What was read is good. The error is for whoever wants the page that it was met in.
      int good = done >>> Frames.FRAME_SHIFT;
      failed(e, first + page + good);
      return good;
    }
    int tail = (run << Frames.FRAME_SHIFT) - bytes;
    if (tail > 0) {
      zeroTail(frame, bytes, tail);
    }
    return run;
  }

  private void failed(IOException e, long page) {
    error = e;
    errorPage = page;
  }

  private int readSome(int frame, long position, int done, int bytes) throws IOException {
    PoolMemory memory = cache.memory;
    int at = frame + (done >>> Frames.FRAME_SHIFT);
    int inFrame = done & (Frames.FRAME_BYTES - 1);
    if (space.source().readsBySystemCall()) {
      MemorySegment target = memory.bytes(at, inFrame, bytes - done);
      if (target != null) {
        return read(position + done, target);
      }
    }
    byte[] piece = new byte[Math.min(bytes - done, piece())];
    MemorySegment source = MemorySegment.ofArray(piece);
    int n = read(position + done, source);
    try {
      memory.copyIn(at, inFrame, source, 0, n);
      memory.barrier();
    } catch (InternalError e) {
      throw bad(e, position + done);
    }
    return n;
  }

  /** Returns the bytes of one read into memory of the heap. */
  private int piece() {
    return space.source().readShape().largest();
  }

  private static BadTargetException bad(InternalError e, long position) {
    BadTargetException bad = new BadTargetException("frame for the page at " + position);
    bad.initCause(e);
    return bad;
  }

  private void zeroTail(int frame, int from, int length) throws BadTargetException {
    int at = frame + (from >>> Frames.FRAME_SHIFT);
    try {
      cache.memory.zero(at, from & (Frames.FRAME_BYTES - 1), length);
      cache.memory.barrier();
    } catch (InternalError e) {
      throw bad(e, from);
    }
  }

  /** Reads once; more than once where the store says that it may help. */
  private int read(long position, MemorySegment target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      fills.countRequest();
      try {
        int n = ask(position, target);
        if (n <= 0) {
          throw new EOFException("it ends at " + position + " and not at " + size);
        }
        if (n > target.byteSize()) {
          throw new IOException("the store gave " + n + " bytes for " + target.byteSize());
        }
        return n;
      } catch (TransientBackingException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS * attempt);
      } catch (InterruptedIOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Whatever a store throws is an error of the store. */
  private int ask(long position, MemorySegment target) throws IOException {
    try {
      return space.source().read(position, target);
    } catch (RuntimeException e) {
      throw new IOException(e.toString(), e);
    }
  }

  /** Reads without the cache: the bytes are for those who wait now. */
  private void readAround() throws IOException {
    long position = first << Frames.FRAME_SHIFT;
    // The file may have been cut before it.
    int length = (int) Math.clamp(size - position, 0, (long) count << Frames.FRAME_SHIFT);
    byte[] bytes = new byte[length];
    MemorySegment target = MemorySegment.ofArray(bytes);
    int done = 0;
    try {
      while (done < length) {
        done += read(position + done, target.asSlice(done));
      }
    } catch (IOException e) {
      failed(e, (position + done) >>> Frames.FRAME_SHIFT);
    }
    bypass = done == length ? bytes : Arrays.copyOf(bytes, done & -Frames.FRAME_BYTES);
  }

  /** Makes pages of frames, as long as the claim holds. Frames that became pages are NONE then. */
  private void install(int[] frames, int pages) {
    if (pages == 0) {
      return;
    }
    space.memory.barrier();
    space.lock();
    try {
      if (!fills.isValid(this) || space.sizeOrDestroyed() < 0) {
        return;
      }
      BackedExtent extent = space.extentFor(first);
      try {
        extent.install((int) first & (Frames.HUGE_FRAMES - 1), frames, pages);
      } finally {
        space.forgetIfEmpty(extent);
      }
    } finally {
      space.unlock();
    }
  }

  private void installHuge(int[] frames, int block) {
    space.memory.barrier();
    space.lock();
    try {
      if (!fills.isValid(this) || space.sizeOrDestroyed() < 0) {
        return;
      }
      BackedExtent extent = space.extentFor(first);
      try {
        if (extent.installHuge(block)) {
          Arrays.fill(frames, Frames.NONE);
        } else {
          extent.install(0, frames, frames.length);
        }
      } finally {
        space.forgetIfEmpty(extent);
      }
    } finally {
      space.unlock();
    }
  }
}
