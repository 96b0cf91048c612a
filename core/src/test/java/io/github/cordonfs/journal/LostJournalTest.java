package io.github.cordonfs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.LostFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("B7")
class LostJournalTest {

  private static final int PAGE = 4096;

  @TempDir Path directory;

  private LostJournal open() throws IOException {
    return LostJournal.open(MountDirectory.lock(directory));
  }

  private Path journal() {
    return directory.resolve(".cordon/lost");
  }

  private Path file(String name) throws IOException {
    return Files.writeString(directory.resolve(name), name);
  }

  private Object key(String name) throws IOException {
    return Files.readAttributes(directory.resolve(name), BasicFileAttributes.class).fileKey();
  }

  private static LostFile lost(String path, long first, long count) {
    return new LostFile(path, List.of(new ByteRange(first * PAGE, count * PAGE)));
  }

  /** A journal of three records; returns its bytes. */
  private byte[] threeRecords() throws IOException {
    try (LostJournal journal = open()) {
      journal.lost(null, file("one"), "one", key("one"), 1, 2);
      journal.lost(null, file("two"), "two", key("two"), 7, 1);
      return Files.readAllBytes(journal());
    }
  }

  /** Where its last record ends. */
  private static int end(byte[] journal) {
    int end = journal.length;
    while (journal[end - 1] == 0) {
      end--;
    }
    return end;
  }

  @Test
  void aRecordThatIsTornIsAsIfItWereNotThere() throws IOException {
    byte[] whole = threeRecords();
    int end = end(whole);
    // The last record says that a page of the second file was lost: 16 + 21 bytes.
    int from = end - 37;
    for (int torn = from; torn < end; torn++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length);
      Arrays.fill(bytes, torn, end, (byte) 0);
      Files.write(journal(), bytes);
      assertThat(LostFiles.read(directory))
          .as("cut at %d of %d", torn, end)
          .containsExactly(lost("one", 1, 2));
    }
    Files.write(journal(), whole);
    assertThat(LostFiles.read(directory)).containsExactly(lost("one", 1, 2), lost("two", 7, 1));
  }

  @Test
  void whatIsDamagedBeforeTheLastRecordIsAnError() throws IOException {
    byte[] whole = threeRecords();
    int last = end(whole) - 37;
    for (int at = 0; at < last; at++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length);
      bytes[at] ^= 0x41;
      Files.write(journal(), bytes);
      if (isCovered(whole, at)) {
        assertThatThrownBy(() -> LostFiles.read(directory))
            .as("byte %d", at)
            .hasMessageContaining("damaged");
      } else {
        assertThat(LostFiles.read(directory)).as("byte %d", at).hasSize(2);
      }
    }
  }

  /** Returns whether a byte is one that says something: no filler of the header or of a record. */
  private static boolean isCovered(byte[] whole, int at) {
    if (at < 32) {
      return at < 28;
    }
    int record = 32;
    while (true) {
      int bytes = 16 + ByteBuffer.wrap(whole).getInt(record);
      int next = record + (bytes + 7) / 8 * 8;
      if (at < next) {
        return at < record + bytes;
      }
      record = next;
    }
  }

  /** An error of the look for the number of a file is not its absence. */
  @Test
  void inDoubtAFileIsTheOneThatLostData() {
    FileId recorded = new FileId(7, UUID.randomUUID(), true);
    assertThat(recorded.mayBe(new FileId(7, recorded.stored(), true), false)).isTrue();
    assertThat(recorded.mayBe(new FileId(8, recorded.stored(), true), true)).isTrue();
    assertThat(recorded.mayBe(new FileId(8, recorded.stored(), true), false)).isFalse();
    assertThat(recorded.mayBe(new FileId(7, null, true), true)).isFalse();
    assertThat(recorded.mayBe(new FileId(7, null, false), false)).isTrue();
    assertThat(recorded.mayBe(new FileId(8, null, false), true)).isTrue();
    assertThat(recorded.mayBe(new FileId(8, null, false), false)).isFalse();
  }

  @Test
  void aLossIsNotThatOfAnotherFileThatHasTheName() throws IOException {
    file("one");
    Object key = key("one");
    Files.move(directory.resolve("one"), directory.resolve("moved"));
    file("one");
    try (LostJournal journal = open()) {
      assertThatThrownBy(() -> journal.lost(null, directory.resolve("one"), "one", key, 1, 1))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("another file");
      assertThat(journal.lost()).isEmpty();
    }
  }

  /** Mounts of several directories may each have lost something of a file. */
  @Test
  void whatSeveralJournalsSayIsTakenTogether() throws IOException {
    Path below = Files.createDirectories(directory.resolve("below"));
    Path real = Files.createFile(below.resolve("file"));
    try (LostJournal journal = LostJournal.open(MountDirectory.lock(below))) {
      journal.lost(null, real, "file", key("below/file"), 1, 1);
    }
    try (LostJournal journal = open()) {
      journal.lost(null, real, "below/file", key("below/file"), 7, 2);
    }
    for (int i = 0; i < 2; i++) {
      List<JournaledFile> all = LostJournal.readBelow(directory, "below/file");
      all.addAll(LostJournal.read(directory));
      JournaledFile found = LostJournal.find(all, real, "below/file");
      assertThat(found).isNotNull();
      assertThat(LostJournal.pagesOf(found)).containsExactly(1L, 7L, 8L);
    }
    JournaledFile above = LostJournal.find(LostJournal.readAround(below, List.of()), real, "file");
    assertThat(above).isNotNull();
    assertThat(LostJournal.pagesOf(above)).containsExactly(1L, 7L, 8L);
  }

  /** What cannot be read is not written over, nor taken for nothing. */
  @Test
  void aJournalThatCannotBeReadIsAnError() throws IOException {
    Files.createDirectories(journal());
    assertThatThrownBy(() -> LostFiles.read(directory)).isInstanceOf(IOException.class);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    assertThat(journal()).isDirectory();
    assertThat(MountDirectory.isLocked(directory)).isFalse();
  }

  @Test
  void aLaterVersionIsRefused() throws IOException {
    byte[] bytes = threeRecords();
    bytes[11] = 2;
    java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
    sum.update(bytes, 0, 24);
    ByteBuffer.wrap(bytes).putInt(24, (int) sum.getValue());
    Files.write(journal(), bytes);
    assertThatThrownBy(() -> LostFiles.read(directory)).hasMessageContaining("of version 2");
    assertThatThrownBy(this::open).hasMessageContaining("of version 2");
    // Nobody has it after that.
    assertThat(MountDirectory.isLocked(directory)).isFalse();
  }

  @Test
  void saysTheSameHoweverOftenItIsOpenedAndWrittenAnew() throws IOException {
    Random random = new Random(1);
    List<Path> paths = new ArrayList<>();
    List<PageSet> model = new ArrayList<>();
    JournaledFile[] known = new JournaledFile[4];
    for (int i = 0; i < known.length; i++) {
      paths.add(file("file" + i));
      model.add(new PageSet());
    }
    LostJournal journal = open();
    try {
      for (int i = 0; i < 6000; i++) {
        int file = random.nextInt(known.length);
        long first = random.nextInt(1000);
        long count = random.nextInt(1, 6);
        JournaledFile of = known[file];
        if (random.nextInt(10) < 6) {
          known[file] =
              journal.lost(of, paths.get(file), "file" + file, key("file" + file), first, count);
          model.get(file).add(first, first + count);
        } else if (of != null) {
          journal.found(of, first, count);
          model.get(file).remove(first, first + count);
        }
        if (i % 500 == 0) {
          journal.close();
          journal = open();
          for (int each = 0; each < known.length; each++) {
            known[each] = journal.find(paths.get(each), "file" + each);
          }
        }
      }
      for (int each = 0; each < known.length; each++) {
        JournaledFile found =
            LostJournal.find(LostJournal.read(directory), paths.get(each), "file" + each);
        assertThat(found).isNotNull();
        assertThat(LostJournal.pagesOf(found)).isEqualTo(model.get(each).pages());
      }
      // It says little, and has not grown with what was said.
      assertThat(Files.size(journal())).isLessThan(512 << 10);
    } finally {
      journal.close();
    }
  }

  /** The record that finds no room may be the first of a file. */
  @Test
  void aFileThatComesWhenItIsFullIsInTheNextOne() throws IOException {
    file("one");
    file("two");
    Object inode;
    try (LostJournal journal = open()) {
      JournaledFile one = journal.lost(null, directory.resolve("one"), "one", key("one"), 0, 1);
      inode = Files.readAttributes(journal(), BasicFileAttributes.class).fileKey();
      // A record of the file with 56 bytes, and such of 40, in 64 KiB less the header.
      int records = ((64 << 10) - 32 - 56) / 40;
      for (int i = 1; i < records; i++) {
        journal.lost(one, directory.resolve("one"), "one", key("one"), 2L * i, 1);
      }
      assertThat(Files.readAttributes(journal(), BasicFileAttributes.class).fileKey())
          .isEqualTo(inode);
      journal.lost(null, directory.resolve("two"), "two", key("two"), 5, 1);
      assertThat(Files.readAttributes(journal(), BasicFileAttributes.class).fileKey())
          .isNotEqualTo(inode);
      assertThat(LostFiles.read(directory)).hasSize(2).contains(lost("two", 5, 1));
    }
    assertThat(LostFiles.read(directory)).hasSize(2).contains(lost("two", 5, 1));
  }

  @Test
  void twoProcessesCannotHaveOneDirectory() throws Exception {
    Process other = other(directory);
    try (var said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("locked");
      assertThat(MountDirectory.isLocked(directory)).isTrue();
      assertThatThrownBy(this::open).hasMessageContaining("mounted for writing already");
      Path below = Files.createDirectory(directory.resolve("below"));
      assertThatThrownBy(() -> MountDirectory.lock(below))
          .hasMessageContaining(directory + ": mounted for writing already");
    } finally {
      other.destroyForcibly().waitFor();
    }
    // One that was killed has nothing any more.
    open().close();
    assertThat(directory.resolve(".cordon")).doesNotExist();
  }

  private static Process other(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Has a directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (MountDirectory held = MountDirectory.lock(Path.of(arguments[0]))) {
        System.out.println("locked");
        Thread.sleep(Long.MAX_VALUE);
        System.out.println(held.hashCode());
      }
    }
  }

  @Test
  void whoeverWaitsForALockThatIsRemovedGetsTheNextOne() throws Exception {
    // Threads of one process are told apart by what they hold, as processes are by the system.
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    java.util.concurrent.atomic.AtomicInteger inside =
        new java.util.concurrent.atomic.AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int round = 0; round < 100; round++) {
                  try (LostJournal journal = open()) {
                    if (inside.incrementAndGet() != 1) {
                      failures.add(new AssertionError("two have it"));
                    }
                    journal.lost();
                    inside.decrementAndGet();
                  } catch (FileSystemException _) {
                    Thread.onSpinWait();
                  } catch (IOException | RuntimeException | Error e) {
                    failures.add(e);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }
}
