package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.LostFile;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the disk has, and the journal, with what was written and lost. */
final class DiskComparison {

  private final WrittenCounters counters;
  private long compared;
  private long wrong;
  private long journalDiffers;

  DiskComparison(WrittenCounters counters) {
    this.counters = counters;
  }

  /**
   * Compares, after the mount was closed.
   *
   * @param directory that was mounted
   */
  void compare(Path directory, List<WrittenFile> files) throws IOException {
    for (WrittenFile file : files) {
      Path disk = directory.resolve(file.path.getFileName().toString());
      try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.READ)) {
        for (int page = 0; page < file.pages(); page++) {
          compare(file, page, channel);
        }
      }
    }
    compareJournal(directory, files);
  }

  private void compare(WrittenFile file, int page, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Pages.SIZE);
    var _ = channel.read(bytes, Pages.start(page));
    bytes.clear();
    compared++;
    int found = file.versionOf(page, bytes);
    boolean good =
        file.isLost(page)
            ? found >= file.forced[page] && found <= file.versions[page]
            : found == file.versions[page];
    if (!good) {
      wrong++;
      counters.common.mismatch(
          "page "
              + page
              + " of "
              + file
              + " has version "
              + found
              + " on the disk, and "
              + file.versions[page]
              + " was written"
              + (file.isLost(page) ? " and lost" : ""));
    }
  }

  private void compareJournal(Path directory, List<WrittenFile> files) throws IOException {
    Map<String, Set<Integer>> said = new HashMap<>();
    for (LostFile lost : Cordon.lost(directory)) {
      Set<Integer> pages = said.computeIfAbsent(lost.path(), _ -> new HashSet<>());
      lost.ranges()
          .forEach(range -> {
            for (long at = range.offset(); at < range.end(); at += Pages.SIZE) {
              pages.add((int) Pages.of(at));
            }
          });
    }
    for (WrittenFile file : files) {
      Set<Integer> differing =
          new HashSet<>(said.getOrDefault(file.path.getFileName().toString(), Set.of()));
      Set<Integer> lost = file.lost();
      for (int page : lost) {
        if (!differing.remove(page)) {
          differing.add(page);
        }
      }
      journalDiffers += differing.size();
      if (!differing.isEmpty()) {
        counters.common.mismatch("the journal differs at pages " + differing + " of " + file);
      }
    }
  }

  long compared() {
    return compared;
  }

  long wrong() {
    return wrong;
  }

  long journalDiffers() {
    return journalDiffers;
  }
}
