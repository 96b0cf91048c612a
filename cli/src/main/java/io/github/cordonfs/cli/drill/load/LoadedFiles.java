package io.github.cordonfs.cli.drill.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loaded files that have content, in the order of their names, and their pages numbered
 * through.
 */
public final class LoadedFiles implements AutoCloseable {

  private final List<LoadedFile> files;
  private final Map<String, LoadedFile> byPath = new HashMap<>();
  private final int[] firstPages;
  private final int pages;
  private final long bytes;
  private final int emptyFiles;

  /**
   * Takes over the files.
   *
   * @param files those with content, ascending by {@link LoadedFile#firstPage}
   * @param emptyFiles how many more there are that have none
   */
  public LoadedFiles(List<LoadedFile> files, int emptyFiles) {
    this.files = List.copyOf(files);
    this.emptyFiles = emptyFiles;
    files.forEach(file -> byPath.put(file.path().toString(), file));
    this.firstPages = files.stream().mapToInt(LoadedFile::firstPage).toArray();
    this.pages = files.stream().mapToInt(LoadedFile::pages).sum();
    this.bytes = files.stream().mapToLong(LoadedFile::size).sum();
  }

  /** Returns the files that have at least one page. */
  public List<LoadedFile> list() {
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
  public LoadedFile ofPage(int page) {
    int i = Arrays.binarySearch(firstPages, page);
    return files.get(i >= 0 ? i : -i - 2);
  }

  /** Returns the file with a path, or null. */
  public @Nullable LoadedFile find(String path) {
    return byPath.get(path);
  }

  @Override
  public void close() throws IOException {
    for (LoadedFile file : files) {
      file.channel().close();
    }
  }
}
