package io.github.cordonfs.journal;

import io.github.cordonfs.LostFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The journal of a directory for people, while the directory need not be mounted. */
public final class LostFiles {

  private LostFiles() {}

  /** Returns what the journal of a directory says; nothing if there is none. */
  public static List<LostFile> read(Path directory) throws IOException {
    return LostJournal.read(real(directory)).stream().map(JournaledFile::toLostFile).toList();
  }

  /**
   * Takes files out of the journal of a directory.
   *
   * @return what the journal said of them
   * @throws java.nio.file.FileSystemException if the directory is mounted for writing
   */
  public static List<LostFile> clear(Path directory, Predicate<? super LostFile> which)
      throws IOException {
    Path root = real(directory);
    if (LostJournal.read(root).isEmpty()) {
      return List.of();
    }
    List<LostFile> cleared = new ArrayList<>();
    try (LostJournal journal = LostJournal.open(MountDirectory.lock(root))) {
      for (JournaledFile each : journal.files()) {
        LostFile lost = each.toLostFile();
        if (which.test(lost)) {
          journal.gone(each);
          cleared.add(lost);
        }
      }
    }
    return cleared;
  }

  private static Path real(Path directory) throws IOException {
    Path root = directory.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(directory.toString());
    }
    return root;
  }
}
