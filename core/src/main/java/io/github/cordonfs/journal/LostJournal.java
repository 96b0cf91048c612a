package io.github.cordonfs.journal;

import io.github.cordonfs.LostFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journal of what was lost of the files of one directory: it outlives the process, a power cut,
 * and renames of the files. Thread-safe; what changes it is durable when it returns, and takes no
 * notice of interrupts.
 *
 * <p>The first error of the disk ends it: from then on every change is that error.
 */
public final class LostJournal implements Closeable {

  private static final String NAME = "lost";
  private static final String NEXT_NAME = "lost.new";

  /** Bytes that a journal has at least, for records to come. */
  private static final long SMALLEST = 64 << 10;

  /** So much larger than what it says it is when it is written anew. */
  private static final long ROOM = 4;

  /** Bytes that it may come to. */
  private static final long MOST = 16 << 20;

  private final MountDirectory directory;

  // Of the monitor.
  private final Map<Integer, JournaledFile> files;
  private JournalFile file;
  private int nextNumber;
  private @Nullable IOException failure;

  private LostJournal(
      MountDirectory directory, Map<Integer, JournaledFile> files, long nextSequence)
      throws IOException {
    this.directory = directory;
    this.files = files;
    this.nextNumber = files.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    this.file = writtenAnew(nextSequence);
  }

  /**
   * Opens the journal of a directory, made if there is none.
   *
   * @param directory which this process has for itself; closed with the journal, or if there is
   *     none
   * @throws IOException if it cannot be read or written
   */
  public static LostJournal open(MountDirectory directory) throws IOException {
    Path path = directory.path().resolve(NAME);
    boolean done = false;
    try {
      LostJournal opened =
          // An error of the look is no absence: what is there would be written over.
          Files.notExists(path, LinkOption.NOFOLLOW_LINKS)
              ? new LostJournal(directory, new LinkedHashMap<>(), 1)
              : open(directory, path);
      done = true;
      return opened;
    } finally {
      if (!done) {
        directory.close();
      }
    }
  }

  private static LostJournal open(MountDirectory directory, Path path) throws IOException {
    JournalFile.Content content = JournalFile.read(path);
    return new LostJournal(directory, replayed(content, path), content.nextSequence());
  }

  /**
   * Reads the journal of a directory, which others may have mounted.
   *
   * @param mounted the directory, not its journal's
   * @return what it says; nothing if there is none
   */
  public static List<JournaledFile> read(Path mounted) throws IOException {
    Path own = MountDirectory.in(mounted);
    Path path = own.resolve(NAME);
    // A file of that name is somebody else's. An error of the look is no absence.
    if (Files.isRegularFile(own, LinkOption.NOFOLLOW_LINKS)
        || Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    return List.copyOf(replayed(JournalFile.read(path), path).values());
  }

  /**
   * Reads all journals that say something of the files of a directory: its own, those of
   * directories above, and those on the way to some below.
   *
   * @param parts directories below it, or itself
   * @return files with paths relative to the directory
   */
  public static List<JournaledFile> readAround(Path directory, List<Path> parts)
      throws IOException {
    List<JournaledFile> all = new ArrayList<>(readAbove(directory));
    all.addAll(read(directory));
    Set<Path> below = new LinkedHashSet<>();
    for (Path part : parts) {
      Path at = part;
      while (at != null && at.startsWith(directory) && !at.equals(directory)) {
        below.add(at);
        at = at.getParent();
      }
    }
    for (Path each : below) {
      String prefix = text(directory.relativize(each)) + "/";
      for (JournaledFile lost : read(each)) {
        lost.setPath(prefix + lost.path());
        all.add(lost);
      }
    }
    return all;
  }

  /** As {@link #readAround}, of directories above only. */
  public static List<JournaledFile> readAbove(Path directory) throws IOException {
    List<JournaledFile> all = new ArrayList<>();
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      String prefix = text(above.relativize(directory)) + "/";
      for (JournaledFile each : read(above)) {
        if (each.path().startsWith(prefix)) {
          each.setPath(each.path().substring(prefix.length()));
          all.add(each);
        }
      }
    }
    return all;
  }

  private static String text(Path relative) {
    StringBuilder text = new StringBuilder();
    for (Path name : relative) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }

  private static Map<Integer, JournaledFile> replayed(JournalFile.Content content, Path path)
      throws IOException {
    try {
      return JournalRecords.replay(content.payloads());
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      FileSystemException damaged =
          new FileSystemException(path.toString(), null, "damaged: " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** Returns what it says, as it is now. */
  public synchronized List<LostFile> lost() {
    return files.values().stream().map(JournaledFile::toLostFile).toList();
  }

  /**
   * Returns what it says of a file, or null.
   *
   * @param real the file
   * @param path relative to the directory
   */
  public synchronized @Nullable JournaledFile find(Path real, String path) throws IOException {
    List<JournaledFile> same = same(files.values(), real, path);
    return same.isEmpty() ? null : same.getFirst();
  }

  /** As the other, in what was {@link #read}: several journals may each say something of it. */
  public static @Nullable JournaledFile find(
      Collection<JournaledFile> files, Path real, String path) throws IOException {
    List<JournaledFile> same = same(files, real, path);
    if (same.isEmpty()) {
      return null;
    }
    JournaledFile all = same.getFirst();
    for (JournaledFile each : same.subList(1, same.size())) {
      each.pages().runs().forEach(all.pages()::add);
    }
    return all;
  }

  private static List<JournaledFile> same(Collection<JournaledFile> files, Path real, String path)
      throws IOException {
    if (files.isEmpty()) {
      return List.of();
    }
    FileId id = FileId.of(real);
    List<JournaledFile> same = new ArrayList<>();
    for (JournaledFile each : files) {
      if (each.id().mayBe(id, each.path().equals(path))) {
        same.add(each);
      }
    }
    return same;
  }

  /**
   * Reads what journals of directories between a directory and a file say of files.
   *
   * @param path of the file, relative to the directory, with {@code /} between names
   * @return files with paths relative to the directory
   */
  public static List<JournaledFile> readBelow(Path directory, String path) throws IOException {
    List<JournaledFile> all = new ArrayList<>();
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      String prefix = path.substring(0, end);
      for (JournaledFile each : read(directory.resolve(prefix))) {
        each.setPath(prefix + "/" + each.path());
        all.add(each);
      }
    }
    return all;
  }

  /** Returns the lost pages of a file of a journal that was {@link #read}, in order. */
  public static List<Long> pagesOf(JournaledFile of) {
    return of.pages().pages();
  }

  /** Returns whether nothing is lost. */
  public synchronized boolean isEmpty() {
    return files.isEmpty();
  }

  /** Returns the lost pages of a file, in order. */
  public synchronized List<Long> pages(JournaledFile of) {
    return of.pages().pages();
  }

  /**
   * Adds lost pages.
   *
   * @param known the file, or null if nothing was lost of it yet
   * @param real the file
   * @param path relative to the directory
   * @param key what the file system identifies the file by, or the path where it has nothing
   * @return the file
   * @throws NoSuchFileException if another file has the path by now, or none
   */
  public synchronized JournaledFile lost(
      @Nullable JournaledFile known, Path real, String path, Object key, long page, long count)
      throws IOException {
    JournaledFile of = known != null && files.containsKey(known.number()) ? known : null;
    if (of == null) {
      FileId id = FileId.given(real);
      Object found =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      if (found != null && !found.equals(key)) {
        throw new NoSuchFileException(real.toString(), null, "another file has its name now");
      }
      of = new JournaledFile(nextNumber++, id, path);
      // First: a journal that is full is written anew from these.
      files.put(of.number(), of);
      append(JournalRecords.file(of));
    }
    of.pages().add(page, page + count);
    append(JournalRecords.lost(of, page, count));
    return of;
  }

  /** Takes pages out that are good, and durable in the directory. */
  public synchronized void found(JournaledFile of, long page, long count) throws IOException {
    if (!files.containsKey(of.number())) {
      return;
    }
    of.pages().remove(page, page + count);
    if (of.pages().isEmpty()) {
      gone(of);
    } else {
      append(JournalRecords.found(of, page, count));
    }
  }

  /** Forgets a file: that it was deleted is durable, or its loss was accepted. */
  public synchronized void gone(JournaledFile of) throws IOException {
    if (files.remove(of.number()) != null) {
      append(JournalRecords.gone(of));
    }
  }

  /** Notes that a file, or the directory that it is in, has another path. */
  public synchronized void moved(String from, String to) throws IOException {
    for (JournaledFile each : files.values()) {
      String path = each.path();
      if (path.equals(from) || path.startsWith(from + "/")) {
        each.setPath(to + path.substring(from.length()));
        append(JournalRecords.path(each));
      }
    }
  }

  private void append(byte[] payload) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    boolean done = false;
    try {
      if (file.hasRoom(payload)) {
        file.append(payload);
      } else {
        // It says what this record says, too: the files are up to date.
        file = replaced();
      }
      done = true;
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      if (!done && failure == null) {
        // No heap, say: nobody knows what the disk has.
        failure = new IOException("a record was not written");
      }
    }
  }

  private JournalFile replaced() throws IOException {
    JournalFile old = file;
    JournalFile made = writtenAnew(old.nextSequence());
    old.close();
    return made;
  }

  /** Writes what it says beside the old one, and puts it in its place. */
  private JournalFile writtenAnew(long sequence) throws IOException {
    List<byte[]> records = JournalRecords.of(files.values());
    long bytes = JournalFile.bytes(records);
    if (bytes > MOST) {
      throw new IOException("more is lost than a journal of " + MOST + " bytes can say");
    }
    long capacity = Math.max(SMALLEST, bytes * ROOM);
    Path next = directory.path().resolve(NEXT_NAME);
    JournalFile made = JournalFile.create(next, records, sequence, capacity);
    boolean done = false;
    try {
      Files.move(next, directory.path().resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
      MountDirectory.force(directory.path());
      done = true;
      return made;
    } finally {
      if (!done) {
        made.close();
      }
    }
  }

  /** Closes it and its directory, and removes them if nothing is lost. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    try {
      file.close();
      if (files.isEmpty() && failure == null && directory.isOpen()) {
        Files.deleteIfExists(directory.path().resolve(NAME));
        directory.removeWhenClosed();
      }
    } finally {
      directory.close();
    }
  }

  /** Returns files, for what is done to each of them. */
  public synchronized List<JournaledFile> files() {
    return new ArrayList<>(files.values());
  }
}
