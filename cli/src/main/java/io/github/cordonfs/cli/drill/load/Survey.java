package io.github.cordonfs.cli.drill.load;

import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a directory once, from the disk and not through the file system under test,
 * and keeps a checksum of each page. That is what the file must hold from then on.
 */
public final class Survey {

  /** Bytes read at a time; whole pages. */
  private static final int CHUNK = 1 << 20;

  private final Path directory;
  private final FileSystem mount;
  private final Consumer<String> skipped;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private final List<StoredFile> files = new ArrayList<>();
  private int empty;
  private int pages;
  private long bytes;

  /**
   * Creates a survey, to be made once.
   *
   * @param directory which is mounted
   * @param mount the file system under test
   * @param skipped is told the path of what cannot be used, and why
   */
  public Survey(Path directory, FileSystem mount, Consumer<String> skipped) {
    this.directory = directory;
    this.mount = mount;
    this.skipped = skipped;
  }

  /**
   * Reads files.
   *
   * @param sources found below the directory, sorted by name
   * @param progress is told the bytes read so far
   * @param stop asked often whether to give up; then the result lacks files
   * @throws IOException if the directory is gone
   */
  public StoredFiles read(List<SourceFile> sources, LongConsumer progress, BooleanSupplier stop)
      throws IOException {
    Path root = directory.toRealPath();
    for (SourceFile source : sources) {
      if (stop.getAsBoolean()) {
        break;
      }
      String problem;
      try {
        problem = add(source, root, progress, stop);
      } catch (IOException e) {
        problem = Reason.of(e);
      } catch (InvalidPathException e) {
        problem = "not a name that Cordon can have: " + e.getReason();
      }
      if (problem != null) {
        skipped.accept(source.path() + ": " + problem);
      }
    }
    return new StoredFiles(files, empty);
  }

  /** Returns why a file cannot be used, or null. */
  private @Nullable String add(
      SourceFile source, Path root, LongConsumer progress, BooleanSupplier stop)
      throws IOException {
    if (!source.path().toRealPath().startsWith(root)) {
      return "a link that leads out of " + directory;
    }
    String relative = directory.relativize(source.path()).toString().replace('\\', '/');
    Path mounted = mount.getPath("/" + relative);
    FileStamp stamp = FileStamp.of(source.path());
    if (stamp.size() == 0) {
      empty++;
      return null;
    }
    if (Pages.count(stamp.size()) > Integer.MAX_VALUE - pages) {
      return "more pages than a drill can number";
    }
    int[] checksums = new int[(int) Pages.count(stamp.size())];
    try (FileChannel in = FileChannel.open(source.path(), StandardOpenOption.READ)) {
      for (int page = 0; page < checksums.length && !stop.getAsBoolean(); ) {
        page = read(in, page, stamp.size(), checksums);
        progress.accept(bytes + Math.min(stamp.size(), Pages.start(page)));
      }
    }
    if (!FileStamp.of(source.path()).equals(stamp)) {
      return "changed while it was read";
    }
    files.add(new StoredFile(source.name(), source.path(), mounted, stamp, checksums, pages));
    pages += checksums.length;
    bytes += stamp.size();
    return null;
  }

  /** Reads a chunk; returns the page after it. */
  private int read(FileChannel in, int firstPage, long size, int[] checksums) throws IOException {
    long from = Pages.start(firstPage);
    int wanted = (int) Math.min(CHUNK, size - from);
    chunk.clear().limit(wanted);
    while (chunk.hasRemaining()) {
      if (in.read(chunk, from + chunk.position()) < 0) {
        throw new IOException("cut while it was read");
      }
    }
    int page = firstPage;
    for (int at = 0; at < wanted; at += Pages.SIZE) {
      chunk.limit(Math.min(wanted, at + Pages.SIZE)).position(at);
      checksums[page++] = StoredFile.checksum(chunk);
    }
    return page;
  }
}
