package io.github.cordonfs.failure;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureCounters;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.RestoreSource;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.pool.ErrorSink;
import io.github.cordonfs.cache.pool.LostPage;
import io.github.cordonfs.events.MemoryFailureRecord;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.os.KernelPages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hard offline: takes a frame that failed out of use, whatever it is used for, and reports it. From
 * the frame it goes to the probable owner, takes that owner's lock and lets it check; nothing is
 * locked when it begins or when it reports. Thread-safe.
 */
public final class HardOffline implements ErrorSink {

  /** Looks at a frame that changes hands before it is marked where it is. */
  private static final int PATIENCE = 64;

  /** Looks at a frame at all. Each one follows a change of its state by another thread. */
  private static final int ATTEMPTS = 1 << 16;

  private final String fileSystem;
  private final PageCache cache;
  private final boolean keep;
  private final Counters counters = new Counters();
  private final Listeners listeners;

  /** Reports that listeners do not have yet, of failures met with locks held. */
  private final PendingReports pending = new PendingReports();

  private volatile @Nullable Restoration restoration;

  /**
   * Creates the handler of a file system.
   *
   * @param fileSystem its name
   * @param cache the memory
   * @param policy what becomes of a failed page
   */
  public HardOffline(String fileSystem, PageCache cache, PoisonPolicy policy) {
    this.fileSystem = fileSystem;
    this.listeners = new Listeners(fileSystem);
    this.cache = cache;
    this.keep = policy == PoisonPolicy.KEEP;
    cache.setErrorSink(this);
  }

  /** Has loaded in the background what the first failure of this JVM needs. */
  public static void prepare() {
    FirstFailure.prepare();
  }

  /**
   * Handles an injected failure of a frame; counts and reports it.
   *
   * @param frame 0 to {@link #frameCount} - 1
   * @param content what it does to the content
   * @return the report
   * @throws IllegalArgumentException if there is no such frame
   */
  public MemoryFailureEvent strike(int frame, StrikeContent content) {
    return toldIfNew(struck(frame, content));
  }

  /**
   * Lets the memory of a page of a file fail, wherever that is: the page is not moved, and its
   * frame given to others, between the look at it and the failure.
   *
   * @param offset in the file, at least 0
   * @param page finds the frame of the page there, and gives it one where it has none
   * @return the report
   */
  public MemoryFailureEvent strike(
      AddressSpace space, long offset, PageFrame page, StrikeContent content) throws IOException {
    Report report;
    page.bringIn(space);
    space.holdPages();
    try {
      do {
        report = struckAt(space, offset, page.find(), content);
      } while (report == null);
    } finally {
      space.letPagesGo();
    }
    deliverReports();
    return toldIfNew(report);
  }

  /**
   * With the lock of the file: until now a file with a store behind it could drop its pages,
   * because it changed there, and others could have the frame.
   *
   * @return null if the page has another frame by now
   */
  private @Nullable Report struckAt(
      AddressSpace space, long offset, int frame, StrikeContent content) {
    space.lock();
    try {
      if (space.frameAt(offset) != frame) {
        return null;
      }
      Report report = struck(frame, content);
      if (report.lost() != null || space.frameAt(offset) == frame) {
        return report;
      }
      // A soft offline by frame does not wait for the lock, and has just moved the page.
      if (report.isNew()) {
        pending.add(report);
      }
      return null;
    } finally {
      space.unlock();
    }
  }

  private Report struck(int frame, StrikeContent content) {
    if (frame < 0 || frame >= frameCount()) {
      throw new IllegalArgumentException(
          "no frame " + frame + ": there are " + frameCount() + " frames");
    }
    byte cause = content == StrikeContent.KEEP ? Cause.INJECTED_KEPT : Cause.INJECTED;
    ErrorState.Failure failure = new ErrorState.Failure(cache, frame, null, cause, keep);
    return Objects.requireNonNull(handle(failure, FailureSource.INJECTED));
  }

  /** As the other; the content is destroyed. */
  public MemoryFailureEvent strike(int frame) {
    return strike(frame, StrikeContent.DESTROY);
  }

  /**
   * Handles a frame whose memory was found bad; counts and reports it.
   *
   * @param source who found it: HARDWARE or SCRUB
   * @return the report; null if the memory is good by now, because another thread had it renewed.
   *     Then nothing was done
   */
  public @Nullable MemoryFailureEvent hardOffline(BadFrame found, FailureSource source) {
    Report report = handle(found, source);
    return report == null ? null : toldIfNew(report);
  }

  private MemoryFailureEvent toldIfNew(Report report) {
    if (report.isNew()) {
      tell(report);
    }
    return report.event();
  }

  /**
   * Sets where lost pages are restored from; before the first failure.
   *
   * @param paths makes the path of a file from its text
   */
  public void restoreFrom(RestoreSource source, Function<String, Path> paths) {
    restoration = new Restoration(source, paths);
  }

  private void tell(Report report) {
    Restoration from = restoration;
    LostPage lost = report.lost();
    if (from != null && lost != null) {
      from.restore(report.event(), lost.file());
    }
    if (lost != null) {
      lost.file().rememberLoss(lost.pageIndex());
    }
    listeners.tell(report.event());
  }

  /** Handles what an access met; told to listeners by {@link #deliverReports}. */
  @Override
  public void failed(BadFrame found) {
    Report report = handle(found, FailureSource.HARDWARE);
    if (report != null && report.isNew()) {
      pending.add(report);
    }
  }

  @Override
  public void tookOutOfService(int frame, @Nullable LostPage lost) {
    ErrorState.Handled handled = ErrorState.done(lost);
    counters.count(FailureSource.HARDWARE, handled.outcome());
    // It is out of service, and not renewed yet.
    OptionalLong pfn = kernelPfn(frame);
    MemoryFailureEvent event = event(frame, pfn, FailureSource.HARDWARE, handled, Duration.ZERO);
    MemoryFailureRecord.instant(fileSystem, event);
    pending.add(new Report(event, handled.lost()));
  }

  /** Returns whether listeners are still to be told something. */
  public boolean hasReports() {
    return pending.mayHaveSome();
  }

  /** Tells listeners of failures that were met with locks held. Call it with no lock held. */
  @Override
  public void deliverReports() {
    if (hasReports()) {
      StackProbe.touch();
      pending.drainTo(this::tell);
    }
  }

  private @Nullable Report handle(BadFrame found, FailureSource source) {
    byte cause = source == FailureSource.SCRUB ? Cause.SCRUB : Cause.HARDWARE;
    return handle(new ErrorState.Failure(cache, found.frame(), found, cause, keep), source);
  }

  /** Returns null if the memory of the frame is good. */
  private @Nullable Report handle(ErrorState.Failure failure, FailureSource source) {
    MemoryFailureRecord record = MemoryFailureRecord.begin();
    long begin = System.nanoTime();
    // Before it is handled: afterwards the frame may have other memory.
    OptionalLong pfn = kernelPfn(failure.frame());
    ErrorState.Handled handled = handle(failure);
    if (handled == null) {
      return null;
    }
    record.end();
    Duration handling = Duration.ofNanos(System.nanoTime() - begin);
    Report report =
        new Report(event(failure.frame(), pfn, source, handled, handling), handled.lost());
    if (report.isNew()) {
      counters.count(source, handled.outcome());
      record.commit(fileSystem, report.event());
    }
    return report;
  }

  private OptionalLong kernelPfn(int frame) {
    return KernelPages.frameNumber(cache.memory().address(frame));
  }

  private ErrorState.@Nullable Handled handle(ErrorState.Failure failure) {
    FrameTable table = cache.frameTable();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte state = table.state(failure.frame());
      if (state == FrameState.TRANSIT && attempt < PATIENCE) {
        Thread.onSpinWait();
        continue;
      }
      ErrorState.Handled handled = ErrorState.of(state).handle(failure);
      if (handled != null) {
        return handled;
      }
      if (!failure.isStillTrue()) {
        return null;
      }
      if (attempt >= PATIENCE) {
        LockSupport.parkNanos(1);
      }
    }
    return new ErrorState.Handled(MessageType.UNKNOWN, Outcome.IGNORED, null);
  }

  private static MemoryFailureEvent event(
      int frame,
      OptionalLong pfn,
      FailureSource source,
      ErrorState.Handled handled,
      Duration handling) {
    LostPage lost = handled.lost();
    if (lost == null) {
      return new MemoryFailureEvent(
          frame,
          pfn,
          List.of(),
          false,
          -1,
          new ByteRange(0, 0),
          0,
          handled.outcome(),
          handled.message(),
          source,
          Instant.now(),
          handling);
    }
    List<String> paths = lost.file().names().paths();
    return new MemoryFailureEvent(
        frame,
        pfn,
        paths,
        paths.isEmpty(),
        lost.pageIndex(),
        lost.file().pageAt(lost.pageIndex() << Frames.FRAME_SHIFT),
        lost.folioOrder(),
        handled.outcome(),
        handled.message(),
        source,
        Instant.now(),
        handling);
  }

  /** Returns the number of frames; they are numbered from 0. */
  public int frameCount() {
    return cache.frameTable().frameCount();
  }

  /**
   * Returns the frame that holds an address.
   *
   * @throws IllegalArgumentException if the address is outside the memory; the message names it
   */
  public int frameOfAddress(long address) {
    int frame = cache.memory().frameOfAddress(address);
    if (frame == Frames.NONE) {
      throw new IllegalArgumentException(
          "address 0x" + Long.toHexString(address) + " is outside the memory of the file system");
    }
    return frame;
  }

  /**
   * Chooses good frames of files at random.
   *
   * @param seed the same seed on the same state gives the same frames
   * @param count the most to choose, at least 0
   * @return different frames, in random order
   */
  public int[] chooseInUse(long seed, int count) {
    FrameTable table = cache.frameTable();
    int[] inUse = new int[1024];
    int found = 0;
    for (int frame = 0; frame < frameCount(); frame++) {
      if (table.state(frame) == FrameState.IN_USE) {
        if (found == inUse.length) {
          inUse = Arrays.copyOf(inUse, found * 2);
        }
        inUse[found++] = frame;
      }
    }
    Random random = new Random(seed);
    int chosen = Math.min(count, found);
    for (int i = 0; i < chosen; i++) {
      int other = i + random.nextInt(found - i);
      int frame = inUse[other];
      inUse[other] = inUse[i];
      inUse[i] = frame;
    }
    return Arrays.copyOf(inUse, chosen);
  }

  /** Returns a snapshot of the counters. */
  public FailureCounters counters() {
    Map<FailureSource, Long> bySource = new EnumMap<>(FailureSource.class);
    for (FailureSource source : FailureSource.values()) {
      bySource.put(source, outOfServiceBytes(source));
    }
    return counters.snapshot(cache.outOfServiceBytes(), bySource);
  }

  private long outOfServiceBytes(FailureSource source) {
    FrameTable table = cache.frameTable();
    long frames =
        switch (source) {
          case HARDWARE -> table.outOfService(Cause.HARDWARE);
          case SCRUB -> table.outOfService(Cause.SCRUB);
          case INJECTED ->
              table.outOfService(Cause.INJECTED) + table.outOfService(Cause.INJECTED_KEPT);
        };
    return frames << Frames.FRAME_SHIFT;
  }

  /**
   * Adds a listener.
   *
   * @param listener called once for each failure, by the thread that handled it, with no lock held
   */
  public Registration addListener(Consumer<? super MemoryFailureEvent> listener) {
    return listeners.add(listener);
  }
}
