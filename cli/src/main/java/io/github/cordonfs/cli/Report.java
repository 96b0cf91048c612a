package io.github.cordonfs.cli;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.PoisonPolicy;
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
 * @param strikesOnFreed at frames that had just left a writer's file and held nobody's data
 * @param outcomes how the strikes ended
 * @param errorsReported times that an access by anybody was told of a lost page
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
record Report(
    int files,
    long bytes,
    long pages,
    HugePolicy huge,
    PoisonPolicy poison,
    long seed,
    int strikes,
    int strikesOnWriters,
    int strikesOnFreed,
    Map<Outcome, Long> outcomes,
    long errorsReported,
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

  /** How a drill ended. */
  enum Verdict {
    PASS,
    FAIL,
    /** It was ended early, and had found nothing wrong by then. */
    INTERRUPTED
  }

  /**
   * Bytes per second of all threads together, the comparing of what was read included.
   *
   * @param read by readers and writers
   * @param written by writers
   */
  record Throughput(long read, long written) {

    static final Throughput NONE = new Throughput(0, 0);

    /** Returns the throughput of a time. */
    static Throughput of(long read, long written, long nanos) {
      return nanos <= 0 ? NONE : new Throughput(perSecond(read, nanos), perSecond(written, nanos));
    }

    private static long perSecond(long bytes, long nanos) {
      return Math.round((double) bytes / nanos * 1e9);
    }
  }
}
