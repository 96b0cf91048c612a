package io.github.cordonfs.cli.drill.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files with content of a directory that is mounted, in the order of their names, and their
 * pages numbered through.
 */
public final class StoredFiles {

  private final List<StoredFile> files;
  private final Map<String, StoredFile> byPath = new HashMap<>();
  private final int[] firstPages;
  private final int pages;
  private final long bytes;
  private final int emptyFiles;

  /**
   * Takes over files.
   *
   * @param files those with content, ascending by {@link StoredFile#firstPage}
   * @param emptyFiles how many more there are that have none
   */
  StoredFiles(List<StoredFile> files, int emptyFiles) {
    this.files = List.copyOf(files);
    this.emptyFiles = emptyFiles;
    files.forEach(file -> byPath.put(file.mounted().toString(), file));
    this.firstPages = files.stream().mapToInt(StoredFile::firstPage).toArray();
    this.pages = files.stream().mapToInt(StoredFile::pages).sum();
    this.bytes = files.stream().mapToLong(StoredFile::size).sum();
  }

  /** Returns the files that have at least one page. */
  public List<StoredFile> list() {
    return files;
  }

  /** Returns the number of files, empty ones included. */
  public int count() {
    return files.size() + emptyFiles;
  }

  public int pages() {
    return pages;
  }

  public long bytes() {
    return bytes;
  }

  /** Returns the file that a page belongs to, numbered through all files. */
  public StoredFile ofPage(int page) {
    int i = Arrays.binarySearch(firstPages, page);
    return files.get(i >= 0 ? i : -i - 2);
  }

  /** Returns the file with a path in the file system under test, or null. */
  public @Nullable StoredFile find(String path) {
    return byPath.get(path);
  }

  /** Looks which files were changed on the disk; returns how many. */
  public int lookForChanges() {
    int changed = 0;
    for (StoredFile file : files) {
      changed += file.lookForChange() ? 1 : 0;
    }
    return changed;
  }
}
