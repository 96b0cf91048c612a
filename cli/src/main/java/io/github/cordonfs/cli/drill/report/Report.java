package io.github.cordonfs.cli.drill.report;

import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.SoftOfflineResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a drill found.
 *
 * @param files loaded, empty ones included
 * @param bytes in them
 * @param pages in them, of 4 KiB
 * @param seed of the strikes at them
 * @param strikes at pages of loaded files
 * @param strikesOnWriters at pages of writers' files
 * @param strikesOnFreed at frames that had just been freed and held nobody's data
 * @param strikesAstray at frames that by then held other data than what was meant
 * @param outcomes how the strikes ended
 * @param errorsReported times that an access by anybody through a channel was told of a lost page
 * @param mapped what went through mappings
 * @param softOfflines how often taking memory out of service that could be read ended in which way
 * @param joins what became of small folios
 * @param silentWrongBytes bytes delivered without an error that were not those of the file
 * @param bystandersHurt accesses to pages not struck that failed or were cut short
 * @param pagesNotTold looks at struck pages that met no error
 * @param reportMismatches differences between what was struck and what was reported or listed
 * @param bytesVerified bytes read and compared
 * @param restored pages cleared and written again from the original
 * @param seededSetHash SHA-256 of the set of pages struck in loaded files
 * @param hugeFoliosBefore huge folios when loaded
 * @param hugeFoliosAfter huge folios after the storm
 * @param outOfServiceBytes memory lost to the strikes
 * @param strikeNanos time of a strike
 * @param before throughput before the storm
 * @param during throughput in the storm
 * @param examples the first findings, in words
 * @param failure what ended the drill before its time, or null
 * @param verdict the result
 */
public record Report(
    int files,
    long bytes,
    long pages,
    HugePolicy huge,
    PoisonPolicy poison,
    long seed,
    int strikes,
    int strikesOnWriters,
    long strikesOnFreed,
    long strikesAstray,
    Map<Outcome, Long> outcomes,
    long errorsReported,
    Mapped mapped,
    Map<SoftOfflineResult, Long> softOfflines,
    Joins joins,
    long silentWrongBytes,
    long bystandersHurt,
    long pagesNotTold,
    long reportMismatches,
    long bytesVerified,
    long restored,
    String seededSetHash,
    long hugeFoliosBefore,
    long hugeFoliosAfter,
    long outOfServiceBytes,
    StrikeTimes.Summary strikeNanos,
    Throughput before,
    Throughput during,
    List<String> examples,
    @Nullable Throwable failure,
    Verdict verdict) {

  /**
   * What went through mappings.
   *
   * @param mappings made
   * @param bytes loaded and stored
   * @param faults accesses that faulted
   */
  public record Mapped(long mappings, long bytes, long faults) {}

  /**
   * What became of the small folios of whole 2 MiB ranges.
   *
   * @param joined on request
   * @param notJoined how often a range was left as it was, on request, by reason
   * @param inBackground joined unasked
   */
  public record Joins(long joined, Map<Reason, Long> notJoined, long inBackground) {}

  /** How a drill ended. */
  public enum Verdict {
    PASS,
    FAIL,
    /** An unexpected error ended it, and it had found nothing wrong by then. */
    BROKEN_OFF,
    /** It was ended early, and had found nothing wrong by then. */
    INTERRUPTED
  }

  /**
   * Bytes per second of all threads together, the comparing of what was read included.
   *
   * @param read by readers and writers
   * @param written by writers
   */
  public record Throughput(long read, long written) {

    public static final Throughput NONE = new Throughput(0, 0);

    /** Returns the throughput of a time. */
    public static Throughput of(long read, long written, long nanos) {
      return nanos <= 0 ? NONE : new Throughput(perSecond(read, nanos), perSecond(written, nanos));
    }

    private static long perSecond(long bytes, long nanos) {
      return Math.round((double) bytes / nanos * 1e9);
    }
  }
}
