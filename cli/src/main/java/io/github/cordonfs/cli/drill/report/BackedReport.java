package io.github.cordonfs.cli.drill.report;

import io.github.cordonfs.cli.drill.report.Report.Throughput;
import io.github.cordonfs.cli.drill.report.Report.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill over a mounted directory found.
 *
 * @param directory that was mounted
 * @param files in it, empty ones included
 * @param bytes in them
 * @param pages in them, of 4 KiB
 * @param cacheBytes budget of the cache
 * @param seed of the strikes
 * @param strikes at pages of files
 * @param healed strikes whose page was read again, and right
 * @param neverRead strikes whose page nobody read again
 * @param strikesOnFreed strikes that met memory whose page had just been evicted
 * @param storeReads how often the cache read from the directory
 * @param silentWrongBytes bytes delivered without an error that were not those of the file
 * @param errors reads that failed though the disk can read what they wanted
 * @param reportMismatches differences between what was struck and what was reported
 * @param filesChanged by others meanwhile; they are not judged
 * @param bytesVerified bytes read and compared
 * @param outOfServiceBytes memory lost to the strikes
 * @param strikeNanos time of a strike
 * @param before throughput before the storm
 * @param during throughput in the storm
 * @param examples the first findings, in words
 * @param failure what ended the drill before its time, or null
 * @param verdict the result
 */
public record BackedReport(
    String directory,
    int files,
    long bytes,
    long pages,
    long cacheBytes,
    long seed,
    long strikes,
    long healed,
    long neverRead,
    long strikesOnFreed,
    long storeReads,
    long silentWrongBytes,
    long errors,
    long reportMismatches,
    int filesChanged,
    long bytesVerified,
    long outOfServiceBytes,
    StrikeTimes.Summary strikeNanos,
    Throughput before,
    Throughput during,
    List<String> examples,
    @Nullable Throwable failure,
    Verdict verdict) {}
