package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.cli.drill.report.Report.Verdict;
import io.github.cordonfs.cli.drill.report.StrikeTimes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill over a directory that is written found.
 *
 * @param directory in which it made its own
 * @param files that it wrote
 * @param pages in them, of 4 KiB
 * @param cacheBytes budget of the cache
 * @param seed of everything
 * @param poison what became of a page that failed
 * @param strikes pages failed
 * @param strikesOnDirty those that were not in the directory yet, as the reports say
 * @param bytesWritten by the threads
 * @param bytesVerified read and compared
 * @param errors times that somebody was told of a lost page
 * @param forces calls of force
 * @param forcesRefused those that said that something is lost
 * @param mended lost pages that were restored
 * @param accepted lost pages for which the content of the directory was taken
 * @param lostAtEnd pages that were lost at the end
 * @param silentWrongBytes bytes delivered without an error that were not those that were written
 * @param unexpectedErrors errors for pages that nobody failed
 * @param reportMismatches differences between what was done and what was reported
 * @param pagesCompared pages of the directory that were compared after the mount was closed
 * @param pagesWrongOnDisk those that had not what was written
 * @param journalDiffers pages that the journal has and that were not lost, or the other way round
 * @param strikeNanos time of a strike
 * @param examples the first findings, in words
 * @param failure what ended the drill before its time, or null
 * @param verdict the result
 */
public record WrittenReport(
    String directory,
    int files,
    long pages,
    long cacheBytes,
    long seed,
    String poison,
    long strikes,
    long strikesOnDirty,
    long bytesWritten,
    long bytesVerified,
    long errors,
    long forces,
    long forcesRefused,
    long mended,
    long accepted,
    long lostAtEnd,
    long silentWrongBytes,
    long unexpectedErrors,
    long reportMismatches,
    long pagesCompared,
    long pagesWrongOnDisk,
    long journalDiffers,
    StrikeTimes.Summary strikeNanos,
    List<String> examples,
    @Nullable Throwable failure,
    Verdict verdict) {}
