package io.github.cordonfs.cli.drill.judge;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The book of what was struck, as the strikers were answered, and beside it what listeners were
 * told. Thread-safe.
 *
 * <p>A frame that failed is never used again. So the frame under a lost page names the one strike
 * that explains the loss, and a page lost twice has two frames: no order of strikes and repairs
 * needs to be known. What does need care is a strike whose effect is visible before its striker has
 * entered it here; who meets a loss not in the book waits for the strikes under way ({@link
 * #awaitSettled}) and looks again. Where folios are never split, a lost page moves with its folio
 * to a frame that did not fail; then its place has to do.
 */
public final class StrikeLog {

  /**
   * One failure.
   *
   * @param path of the file, or null if it was in none or had no name any more
   * @param page of the file, or -1
   */
  record Entry(int frame, @Nullable String path, long page, MessageType message, Outcome outcome) {

    static Entry of(MemoryFailureEvent event) {
      return new Entry(
          event.frame(),
          event.paths().isEmpty() ? null : event.paths().getFirst(),
          event.pageIndex(),
          event.message(),
          event.outcome());
    }
  }

  private record Place(String path, long page) {}

  private final DrillCounters counters;
  private final boolean lossesMove;
  private final Set<Place> struckPlaces = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Entry> struck = new ConcurrentHashMap<>();
  private final Map<Integer, Entry> reported = new ConcurrentHashMap<>();

  /** Pages whose memory failed without our doing: real errors of this machine. */
  private final Set<Place> ownFailures = ConcurrentHashMap.newKeySet();

  /** Pages of files that had no name when they were struck. */
  private final Set<Long> unlinkedPages = ConcurrentHashMap.newKeySet();

  private final StrikeNumbers numbers = new StrikeNumbers();

  /**
   * Opens the book.
   *
   * @param lossesMove whether a lost page may come to be in another frame
   */
  public StrikeLog(DrillCounters counters, boolean lossesMove) {
    this.counters = counters;
    this.lossesMove = lossesMove;
  }

  /** Begins a strike; returns its number, from 1. */
  public long begin() {
    return numbers.begin();
  }

  /** Ends a strike, after it was entered, or if it met nothing. */
  public void settle(long number) {
    numbers.settle(number);
  }

  /** Returns the number of strikes begun: every later one has a greater number. */
  long begun() {
    return numbers.begun();
  }

  /** Waits until the strikes under way have been entered. */
  public void awaitSettled() {
    numbers.awaitSettled();
  }

  /** Enters the answer to a strike; returns false if the frame had failed before. */
  public boolean enter(MemoryFailureEvent event) {
    if (event.message() == MessageType.ALREADY_POISONED) {
      return false;
    }
    Entry entry = Entry.of(event);
    if (entry.path() != null) {
      struckPlaces.add(new Place(entry.path(), entry.page()));
    }
    if (entry.path() == null && event.unlinked()) {
      unlinkedPages.add(entry.page());
    }
    if (struck.put(entry.frame(), entry) != null) {
      counters.mismatch("frame " + entry.frame() + " was struck twice");
    }
    return true;
  }

  /** Hears of a failure as a listener. */
  public void report(MemoryFailureEvent event) {
    if (event.source() != FailureSource.INJECTED) {
      for (String path : event.paths()) {
        ownFailures.add(new Place(path, event.pageIndex()));
      }
      return;
    }
    if (reported.put(event.frame(), Entry.of(event)) != null) {
      counters.mismatch("frame " + event.frame() + " was reported twice");
    }
  }

  /** Returns whether a page was lost to a real memory error. */
  public boolean failedByItself(String path, long page) {
    return !ownFailures.isEmpty() && ownFailures.contains(new Place(path, page));
  }

  /** Returns whether the loss of a page, which has a frame, is in the book. */
  public boolean explains(int frame, String path, long page) {
    Entry entry = struck.get(frame);
    return (entry != null && path.equals(entry.path()) && page == entry.page())
        || (entry == null && lossesMove && struckPlaces.contains(new Place(path, page)))
        || failedByItself(path, page);
  }

  /** Returns whether some file without a name lost a page with this number. */
  boolean explainsUnlinked(long page) {
    return unlinkedPages.contains(page);
  }

  /** Counts the differences between the book and the reports. Call it when all is quiet. */
  public void reconcile() {
    for (Entry entry : struck.values()) {
      Entry report = reported.get(entry.frame());
      if (report == null) {
        counters.mismatch("no report of " + entry);
      } else if (!Objects.equals(entry, report)) {
        counters.mismatch("struck " + entry + ", reported " + report);
      }
    }
    for (Entry report : reported.values()) {
      if (!struck.containsKey(report.frame())) {
        counters.mismatch("a report of what was not struck: " + report);
      }
    }
  }

  /** Returns the number of strikes entered. */
  public int size() {
    return struck.size();
  }

  /** Returns how many strikes ended in which way; every outcome is there. */
  public Map<Outcome, Long> outcomes() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
    for (Entry entry : struck.values()) {
      counts.merge(entry.outcome(), 1L, Long::sum);
    }
    return counts;
  }
}
