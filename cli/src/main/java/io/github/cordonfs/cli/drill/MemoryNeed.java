package io.github.cordonfs.cli.drill;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.load.SourceFile;
import io.github.cordonfs.cli.drill.storm.DrillOptions;
import io.github.cordonfs.cli.line.ByteSizes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory a drill takes.
 *
 * @param files bytes of files to load, and so of the originals kept beside them
 * @param fileSystem bytes the file system under test must have: for the files, for the writers, and
 *     for what the strikes take out of service for good
 */
record MemoryNeed(long files, long fileSystem) {

  private static final long MEBIBYTE = 1L << 20;
  private static final long HUGE = 2L << 20;
  private static final long MARGIN = 16L << 20;
  private static final long JOINING = 32L << 20;

  /** Works out what a drill over some files takes. */
  static MemoryNeed of(List<SourceFile> sources, DrillOptions options) {
    // Where a huge folio is taken for however little data, the last one of a file counts in full.
    long unit =
        switch (options.huge()) {
          case ALWAYS, ADVISE, UNSPLITTABLE -> HUGE;
          case NEVER, WITHIN_SIZE -> Pages.SIZE;
        };
    long files = 0;
    long held = 0;
    for (SourceFile source : sources) {
      files += source.size();
      held += Math.ceilDiv(source.size(), unit) * unit;
    }
    int threads = options.writers() + options.mappedWriters();
    // Twice: a file that was deleted keeps its memory while its writer still reads from it.
    long perFile = Math.ceilDiv((long) WriterFile.MAX_SIZE, HUGE) * HUGE;
    long writers = 2 * perFile * threads * WriterSlots.FILES_PER_WRITER;
    // A strike destroys a frame, which is of no use where whole folios are wanted, with all of its
    // block; some of those at writers hit one that was just freed, and are extra.
    long lost = options.isUnsplittable() ? HUGE : Pages.SIZE;
    long struck = (4L * options.strikes() + options.softOfflines()) * lost;
    // Targets to copy to while what is copied is still held.
    long joining = options.collapse() ? JOINING : 0;
    return new MemoryNeed(files, held + held / 50 + writers + struck + joining + MARGIN);
  }

  /**
   * Looks whether the memory is there, before anything is loaded.
   *
   * @param size the size the user wants the file system to have, 0 for none
   * @return a sentence that says what is missing, or null
   */
  @Nullable String shortage(long size) {
    if (size != 0 && size < fileSystem) {
      return "--size="
          + ByteSizes.format(size)
          + " is too small: this drill needs a file system of "
          + ByteSizes.format(fileSystem)
          + "; load fewer files, or leave --size out";
    }
    // A file system is never made larger than what can still be had.
    long wanted = Math.max(size, fileSystem) + files;
    long available = Cordon.availableBytes();
    if (available < wanted) {
      return available < fileSystem + files ? tooLittle(available) : tooLarge(size, available);
    }
    // Originals are memory outside the heap, whose limit is that of the heap unless set apart.
    long heap = Runtime.getRuntime().maxMemory();
    return files + MARGIN > heap
        ? notEnough()
            + "the JVM allows "
            + ByteSizes.format(heap)
            + " outside its heap: start with CORDON_JAVA_OPTS=-XX:MaxDirectMemorySize="
            + Math.ceilDiv(files + MARGIN, MEBIBYTE)
            + "m"
        : null;
  }

  private String tooLarge(long size, long available) {
    return "--size="
        + ByteSizes.format(size)
        + " is too large: "
        + MemoryLimit.ofThisProcess().leaves(Math.max(0, available - files))
        + " for it; this drill needs "
        + ByteSizes.format(fileSystem);
  }

  private String tooLittle(long available) {
    return notEnough() + MemoryLimit.ofThisProcess().leaves(available) + "; load fewer files";
  }

  private String notEnough() {
    return "not enough memory: this drill needs "
        + ByteSizes.format(fileSystem + files)
        + " ("
        + ByteSizes.format(fileSystem)
        + " for the file system, "
        + ByteSizes.format(files)
        + " for a copy to compare with), and ";
  }
}
