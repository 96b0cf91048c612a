package io.github.cordonfs.nio.mount;

import io.github.cordonfs.journal.JournaledFile;
import io.github.cordonfs.journal.LostJournal;
import io.github.cordonfs.journal.MountDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a mount knows of lost data: with a journal, which it keeps, if it is for writing, and
 * otherwise what it found in journals when it was made. Thread-safe.
 */
final class MountedLosses {

  private final Path root;

  /** In the root or the root itself: what can be written, and has the journal. */
  private final Path part;

  private final boolean isDirectory;
  private final @Nullable LostJournal journal;
  private final List<JournaledFile> found;

  /** Why nothing can be written any more. */
  private volatile @Nullable IOException failure;

  private MountedLosses(
      Path root,
      Path part,
      boolean isDirectory,
      @Nullable LostJournal journal,
      List<JournaledFile> found) {
    this.root = root;
    this.part = part;
    this.isDirectory = isDirectory;
    this.journal = journal;
    this.found = found;
  }

  /** For a mount in which nothing can be lost. */
  static MountedLosses none() {
    return new MountedLosses(Path.of(""), Path.of(""), false, null, List.of());
  }

  /** For a mount that cannot write. */
  static MountedLosses readOnly(Path root, List<Path> parts) throws IOException {
    return new MountedLosses(root, root, true, null, LostJournal.readAround(root, parts));
  }

  /**
   * For a mount that can write, which has a directory for itself from now on.
   *
   * @param part the directory, in the root or the root itself
   * @throws IOException if another process has it, or the journal cannot be read or made
   */
  static MountedLosses writable(Path root, Path part) throws IOException {
    List<JournaledFile> above = LostJournal.readAbove(part);
    if (!above.isEmpty()) {
      throw new FileSystemException(
          part.toString(),
          null,
          "data was lost in "
              + above.getFirst().path()
              + " when a directory above was mounted: mount that, or clear it there");
    }
    try {
      return new MountedLosses(
          root, part, true, LostJournal.open(MountDirectory.lock(part)), List.of());
    } catch (IOException e) {
      throw refused(part, e);
    }
  }

  /**
   * Returns a path of the mount as the journal has it; null if it is outside of what is written.
   */
  private @Nullable String inPart(String path) {
    if (part.equals(root)) {
      return path;
    }
    String prefix = ofPart("");
    return path.startsWith(prefix) ? path.substring(prefix.length()) : null;
  }

  /** Returns a path of the journal as the mount has it. */
  private String ofPart(String path) {
    if (part.equals(root)) {
      return path;
    }
    StringBuilder text = new StringBuilder();
    for (Path name : root.relativize(part)) {
      text.append(name).append('/');
    }
    return text.append(path).toString();
  }

  private static IOException refused(Path root, IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    FileSystemException refused =
        new FileSystemException(
            root.toString(),
            null,
            "cannot be mounted for writing, as there can be no journal of what is lost in it: "
                + (reason == null ? e.toString() : reason));
    refused.initCause(e);
    return refused;
  }

  /**
   * Returns what is known of a file, or null.
   *
   * @throws FileSystemException if a directory below this one was mounted when the file lost data,
   *     and this mount can write: its own journal could not tell when the data is good again
   */
  @Nullable JournaledFile find(String path) throws IOException {
    if (!isDirectory) {
      return null;
    }
    Path real = root.resolve(path);
    if (journal == null) {
      List<JournaledFile> others = LostJournal.readBelow(root, path);
      others.addAll(found);
      return LostJournal.find(others, real, path);
    }
    String written = inPart(path);
    if (written == null) {
      return null;
    }
    if (LostJournal.find(LostJournal.readBelow(part, written), real, written) != null) {
      throw new FileSystemException(
          "/" + path,
          null,
          "data of it was lost when a directory below "
              + part
              + " was mounted: mount that, or clear it there");
    }
    return journal.find(real, written);
  }

  /** Returns the lost pages of a file, in order. */
  List<Long> pages(JournaledFile file) {
    return journal != null ? journal.pages(file) : LostJournal.pagesOf(file);
  }

  /** Returns all files of which something is known, by their last paths. */
  List<String> paths() {
    List<JournaledFile> all = journal != null ? journal.files() : found;
    return all.stream().map(file -> ofPart(file.path())).toList();
  }

  // --- what changes ---

  /**
   * Has pages remembered. If that fails nothing can be written any more: what was lost next would
   * be forgotten.
   *
   * @param known the file, or null if nothing was lost of it yet
   * @param key what identifies it in the store
   * @return the file
   */
  @Nullable JournaledFile lost(
      @Nullable JournaledFile known, String path, Object key, long page, long count) {
    String written = inPart(path);
    if (journal == null || written == null) {
      return known;
    }
    try {
      return journal.lost(known, root.resolve(path), written, key, page, count);
    } catch (NoSuchFileException e) {
      // Whoever deletes it here says so before. Others gave it another name: which, nobody knows.
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.ERROR,
              "data was lost in "
                  + root.resolve(path)
                  + ", which others moved or deleted: later mounts will not know of it",
              e);
      return known;
    } catch (IOException e) {
      failed(e);
      return known;
    }
  }

  /** Has pages forgotten that are good, and durable. */
  void found(JournaledFile file, long page, long count) {
    if (journal != null) {
      try {
        journal.found(file, page, count);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** Notes that a file or a directory has another name. */
  void moved(String from, String to) {
    String before = inPart(from);
    String after = inPart(to);
    if (journal != null && before != null && after != null) {
      try {
        journal.moved(before, after);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** Returns what is known of a file that is about to lose its last name; null if nothing is. */
  @Nullable JournaledFile ofLastName(String path) throws IOException {
    String written = inPart(path);
    return journal == null || written == null || journal.isEmpty() || !isLastName(path)
        ? null
        : journal.find(root.resolve(path), written);
  }

  /** Returns whether a path is a regular file that has no other. */
  boolean isLastName(String path) throws IOException {
    Path real = root.resolve(path);
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return !real.getFileSystem().supportedFileAttributeViews().contains("unix")
        || (Integer) Files.getAttribute(real, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1;
  }

  /** Forgets a file whose last name was removed, when that is durable. */
  void gone(@Nullable JournaledFile file, String path) throws IOException {
    if (journal != null && file != null) {
      MountDirectory.force(Objects.requireNonNull(root.resolve(path).getParent()));
      try {
        journal.gone(file);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void failed(IOException e) {
    if (failure == null) {
      failure = e;
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.ERROR,
              "the journal of lost data of "
                  + part
                  + " cannot be written: nothing in it can be written any more",
              e);
    }
  }

  // --- whether anything can be written ---

  /** Returns why nothing can be written any more; null if it can, as far as known. */
  @Nullable IOException failure() {
    return failure;
  }

  void checkWritable(String path) throws IOException {
    IOException e = failure;
    if (e != null) {
      FileSystemException refused =
          new FileSystemException(
              "/" + path, null, "read-only, as the journal of lost data cannot be written");
      refused.initCause(e);
      throw refused;
    }
  }

  /** Lets others have the directory. */
  void close() throws IOException {
    if (journal != null) {
      journal.close();
    }
  }
}
