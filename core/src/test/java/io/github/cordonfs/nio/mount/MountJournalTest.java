package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.LostFile;
import io.github.cordonfs.OverwritePolicy;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was lost of written files is an error of later mounts, until it is good again. */
@Tag("B7")
class MountJournalTest {

  private static final int PAGE = 4096;
  private static final ByteRange SECOND = new ByteRange(PAGE, PAGE);

  /** In the disk, so that there can be a mount above it. */
  @TempDir Path above;

  private static CordonOptionsBuilder options() {
    return CordonOptions.builder().size("32m").injection(true);
  }

  private Path disk() throws IOException {
    return Files.createDirectories(above.resolve("disk"));
  }

  private CordonFileSystem mount() throws IOException {
    return Cordon.mount(disk(), options().writable(true).build());
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[3 * PAGE];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void write(FileChannel channel, int value) throws IOException {
    channel.write(ByteBuffer.wrap(filled(value)), 0);
  }

  private static List<LostFile> second(String path) {
    return List.of(new LostFile(path, List.of(SECOND)));
  }

  /** Has a file whose second page was lost, with 1 in the directory and 2 written over it. */
  private void lose(CordonFileSystem fs, String name) throws IOException {
    Files.write(fs.getPath(name), filled(1));
    try (FileChannel channel = FileChannel.open(fs.getPath(name), WRITE)) {
      write(channel, 2);
      fs.memoryFailures().strike(fs.getPath(name), PAGE);
    }
  }

  private static void closeWithLoss(CordonFileSystem fs) {
    assertThatThrownBy(fs::close)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("memory failed before it was written");
  }

  private static void assertLost(CordonFileSystem fs, String name) throws IOException {
    Path file = fs.getPath(name);
    assertThat(fs.memoryFailures().badRanges(file)).containsExactly(SECOND);
    try (FileChannel channel = FileChannel.open(file, READ)) {
      ByteBuffer page = ByteBuffer.allocate(PAGE);
      assertThatThrownBy(() -> channel.read(page, PAGE + 10))
          .isInstanceOfSatisfying(
              PoisonedPageException.class, e -> assertThat(e.offset()).isEqualTo(PAGE));
      ByteBuffer all = ByteBuffer.allocate(3 * PAGE);
      assertThat(channel.read(all, 0)).isEqualTo(PAGE);
      assertThat(channel.read(page, 2 * PAGE)).isEqualTo(PAGE);
    }
  }

  @Test
  void whatWasLostIsAnErrorOfTheNextMount() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    assertLost(first, "/file");
    closeWithLoss(first);
    assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
    CordonFileSystem next = mount();
    assertThat(next.memoryFailures().badFiles()).containsExactly(next.getPath("/file"));
    assertLost(next, "/file");
    try (FileChannel channel = FileChannel.open(next.getPath("/file"), READ)) {
      assertThatThrownBy(() -> channel.force(false)).hasMessageContaining("[4096, 8192)");
    }
    closeWithLoss(next);
    // What is there beside it was written.
    byte[] found = Files.readAllBytes(disk().resolve("file"));
    assertThat(found[0]).isEqualTo((byte) 2);
    assertThat(found[PAGE]).isEqualTo((byte) 1);
  }

  @Test
  void aMountThatOnlyReadsKnowsItToo() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    try (CordonFileSystem fs = Cordon.mount(disk(), options().build())) {
      assertLost(fs, "/file");
      Path file = fs.getPath("/file");
      assertThatThrownBy(() -> fs.memoryFailures().clearPoison(file, SECOND))
          .hasMessageContaining("read-only");
      assertThatThrownBy(() -> fs.memoryFailures().restore(file, SECOND, ByteBuffer.allocate(PAGE)))
          .hasMessageContaining("read-only");
      assertThatThrownBy(() -> fs.memoryFailures().strike(file, PAGE))
          .isInstanceOf(PoisonedPageException.class);
      // A change of the file by others is no reason to forget it.
      Files.write(disk().resolve("file"), filled(9));
      assertLost(fs, "/file");
    }
    assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
  }

  @Test
  void aMountAboveKnowsItTooAndOneAboveForWritingIsRefused() throws IOException {
    CordonFileSystem first = mount();
    Files.createDirectory(first.getPath("/sub"));
    lose(first, "/sub/file");
    closeWithLoss(first);
    try (CordonFileSystem fs = Cordon.mount(disk().resolve("sub"), options().build())) {
      assertLost(fs, "/file");
    }
    assertThatThrownBy(() -> Cordon.mount(disk().resolve("sub"), options().writable(true).build()))
        .hasMessageContaining("data was lost in file");
  }

  @Test
  void aMountOfADirectoryAboveKnowsWhatOneBelowLost() throws IOException {
    Files.createDirectories(disk().resolve("sub/deep"));
    CordonOptions writable = options().writable(true).build();
    CordonFileSystem first = Cordon.mount(disk().resolve("sub"), writable);
    lose(first, "/deep/file");
    closeWithLoss(first);
    CordonFileSystem deeper = Cordon.mount(disk().resolve("sub/deep"), options().build());
    assertLost(deeper, "/file");
    deeper.close();
    try (CordonFileSystem fs = Cordon.mount(disk(), options().build())) {
      assertLost(fs, "/sub/deep/file");
    }
    try (CordonFileSystem fs = mount()) {
      assertThatThrownBy(() -> Files.readAllBytes(fs.getPath("/sub/deep/file")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("/sub/deep/file")
          .hasMessageContaining("clear it there");
      Files.write(fs.getPath("/sub/deep/other"), filled(1));
    }
    assertThat(Cordon.clearLost(disk().resolve("sub"), file -> true)).hasSize(1);
    try (CordonFileSystem fs = mount()) {
      assertThat(Files.readAllBytes(fs.getPath("/sub/deep/file"))[PAGE]).isEqualTo((byte) 1);
    }
  }

  @Test
  void aMappingOfItFaults() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    try (CordonFileSystem fs = Cordon.mount(disk(), options().build());
        FileChannel channel = FileChannel.open(fs.getPath("/file"), READ)) {
      var map = channel.map(MapMode.READ_ONLY, 0, 3 * PAGE);
      assertThat(map.get(0)).isEqualTo((byte) 2);
      assertThatThrownBy(() -> map.get(PAGE)).isInstanceOf(InternalError.class);
    }
  }

  @Test
  void whoeverIsToldFindsItInTheJournal() throws IOException {
    CordonFileSystem fs = mount();
    List<List<LostFile>> seen = new ArrayList<>();
    fs.memoryFailures()
        .addListener(event -> {
          try {
            seen.add(Cordon.lost(disk()));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    lose(fs, "/file");
    assertThat(seen).containsExactly(second("file"));
    closeWithLoss(fs);
  }

  @Test
  void aRecordGoesWhenTheNewContentIsForcedAndNotBefore() throws IOException {
    try (CordonFileSystem fs = mount()) {
      lose(fs, "/file");
      Path file = fs.getPath("/file");
      fs.memoryFailures().restore(file, SECOND, ByteBuffer.wrap(filled(3), 0, PAGE));
      assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
      try (FileChannel channel = FileChannel.open(file, READ)) {
        channel.force(false);
      }
      assertThat(Cordon.lost(disk())).isEmpty();
      assertThat(Files.readAllBytes(disk().resolve("file"))[PAGE]).isEqualTo((byte) 3);
    }
    assertThat(disk().resolve(".cordon")).doesNotExist();
  }

  @Test
  void whatWasMadeGoodAndNeverForcedIsGoodForTheNextMount() throws IOException {
    CordonFileSystem fs = mount();
    lose(fs, "/file");
    fs.memoryFailures().restore(fs.getPath("/file"), SECOND, ByteBuffer.wrap(filled(3), 0, PAGE));
    fs.close();
    assertThat(disk().resolve(".cordon")).doesNotExist();
    assertThat(Files.readAllBytes(disk().resolve("file"))[PAGE]).isEqualTo((byte) 3);
  }

  @Test
  void restoredByALaterMount() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    try (CordonFileSystem fs = mount()) {
      Path file = fs.getPath("/file");
      assertThat(fs.memoryFailures().restore(file, SECOND, ByteBuffer.wrap(filled(4), 0, PAGE)))
          .containsExactly(SECOND);
      assertThat(Files.readAllBytes(file)[PAGE]).isEqualTo((byte) 4);
      try (FileChannel channel = FileChannel.open(file, WRITE)) {
        channel.force(false);
      }
    }
    assertThat(Files.readAllBytes(disk().resolve("file"))[PAGE]).isEqualTo((byte) 4);
    assertThat(disk().resolve(".cordon")).doesNotExist();
  }

  /** Nobody has it open for writing, and yet it has to be written. */
  @Test
  void restoredByALaterMountThatNeverOpensItForWriting() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    lose(first, "/forced");
    closeWithLoss(first);
    try (CordonFileSystem fs = mount()) {
      Path forced = fs.getPath("/forced");
      fs.memoryFailures().restore(forced, SECOND, ByteBuffer.wrap(filled(5), 0, PAGE));
      try (FileChannel channel = FileChannel.open(forced, READ)) {
        channel.force(false);
      }
      assertThat(Files.readAllBytes(disk().resolve("forced"))[PAGE]).isEqualTo((byte) 5);
      assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
      fs.memoryFailures().restore(fs.getPath("/file"), SECOND, ByteBuffer.wrap(filled(4), 0, PAGE));
    }
    assertThat(Files.readAllBytes(disk().resolve("file"))[PAGE]).isEqualTo((byte) 4);
    assertThat(disk().resolve(".cordon")).doesNotExist();
  }

  @Test
  void overwrittenByALaterMount() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    CordonOptions heal = options().writable(true).overwrite(OverwritePolicy.HEAL).build();
    try (CordonFileSystem fs = Cordon.mount(disk(), heal);
        FileChannel channel = FileChannel.open(fs.getPath("/file"), WRITE)) {
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(10), PAGE))
          .isInstanceOf(PoisonedPageException.class);
      channel.write(ByteBuffer.wrap(filled(5), 0, PAGE), PAGE);
      assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
      channel.force(false);
      assertThat(Cordon.lost(disk())).isEmpty();
    }
    assertThat(Files.readAllBytes(disk().resolve("file"))[PAGE]).isEqualTo((byte) 5);
  }

  @Test
  void cutOffByALaterMount() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    try (CordonFileSystem fs = mount();
        FileChannel channel = FileChannel.open(fs.getPath("/file"), WRITE, READ)) {
      channel.truncate(PAGE + 100);
      assertThat(fs.memoryFailures().badRanges(fs.getPath("/file")))
          .containsExactly(new ByteRange(PAGE, 100));
      channel.truncate(PAGE);
      assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
      channel.force(false);
      assertThat(Cordon.lost(disk())).isEmpty();
      channel.write(ByteBuffer.allocate(1), 2 * PAGE);
      assertThat(channel.read(ByteBuffer.allocate(PAGE), PAGE)).isEqualTo(PAGE);
    }
  }

  @Test
  void clearedByALaterMount() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    try (CordonFileSystem fs = mount()) {
      Path file = fs.getPath("/file");
      assertThat(fs.memoryFailures().clearPoison(file, SECOND)).containsExactly(SECOND);
      assertThat(Cordon.lost(disk())).isEmpty();
      assertThat(Files.readAllBytes(file)[PAGE]).isEqualTo((byte) 1);
    }
    try (CordonFileSystem fs = mount()) {
      assertThat(fs.memoryFailures().badFiles()).isEmpty();
    }
  }

  @Test
  void itFollowsTheFileAndEndsWithItsLastName() throws IOException {
    CordonFileSystem fs = mount();
    Files.createDirectory(fs.getPath("/dir"));
    lose(fs, "/dir/file");
    Files.move(fs.getPath("/dir"), fs.getPath("/other"));
    assertThat(Cordon.lost(disk())).isEqualTo(second("other/file"));
    closeWithLoss(fs);
    // Behind its back, too: by its inode.
    Files.move(disk().resolve("other/file"), disk().resolve("moved"));
    try (CordonFileSystem next = mount()) {
      assertLost(next, "/moved");
      Files.createLink(next.getPath("/second"), next.getPath("/moved"));
      Files.delete(next.getPath("/moved"));
      assertLost(next, "/second");
      Files.delete(next.getPath("/second"));
      assertThat(Cordon.lost(disk())).isEmpty();
    }
    assertThat(disk().resolve(".cordon")).doesNotExist();
  }

  @Test
  void itEndsWhenAnotherFileGetsTheName() throws IOException {
    try (CordonFileSystem fs = mount()) {
      lose(fs, "/file");
      Files.write(fs.getPath("/new"), filled(7));
      Files.move(fs.getPath("/new"), fs.getPath("/file"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(Cordon.lost(disk())).isEmpty();
      assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(filled(7));
    }
  }

  @Test
  void aFileThatIsReplacedBehindItsBackIsAnother() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    Files.write(disk().resolve("copy"), filled(8));
    Files.move(disk().resolve("copy"), disk().resolve("file"), StandardCopyOption.REPLACE_EXISTING);
    try (CordonFileSystem fs = mount()) {
      assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(filled(8));
    }
  }

  @Test
  void aFileWithoutANameIsNotRemembered() throws IOException {
    try (CordonFileSystem fs = mount();
        FileChannel channel = FileChannel.open(fs.getPath("/file"), CREATE, WRITE, READ)) {
      write(channel, 1);
      int frame = fs.memoryFailures().frameOf(fs.getPath("/file"), PAGE);
      Files.delete(fs.getPath("/file"));
      fs.memoryFailures().strikeFrame(frame);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(PAGE), PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(Cordon.lost(disk())).isEmpty();
      Files.write(fs.getPath("/other"), filled(2));
    }
  }

  @Test
  void itsDirectoryIsHidden() throws IOException {
    try (CordonFileSystem fs = mount()) {
      assertThat(disk().resolve(".cordon")).isDirectory();
      try (var names = Files.list(fs.getPath("/"))) {
        assertThat(names).isEmpty();
      }
      assertThat(Files.exists(fs.getPath("/.cordon/lost"))).isFalse();
      assertThatThrownBy(() -> Files.createDirectory(fs.getPath("/.cordon")))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("kept for Cordon");
    }
  }

  @Test
  void aJournalThatCannotBeMadeIsSaidAtStart() throws IOException {
    Files.writeString(disk().resolve(".cordon"), "in the way");
    assertThatThrownBy(this::mount)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("no journal of what is lost");
    // And it is free for the next attempt.
    Files.delete(disk().resolve(".cordon"));
    mount().close();
  }

  @Test
  void aDamagedJournalIsSaidAtStart() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file");
    closeWithLoss(first);
    Path journal = disk().resolve(".cordon/lost");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[3] ^= 1;
    Files.write(journal, bytes);
    assertThatThrownBy(this::mount).hasMessageContaining("damaged");
    assertThatThrownBy(() -> Cordon.mount(disk(), options().build()))
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> Cordon.lost(disk())).hasMessageContaining("damaged");
  }

  @Test
  void clearedWhileItIsNotMounted() throws IOException {
    CordonFileSystem fs = mount();
    lose(fs, "/one");
    lose(fs, "/two");
    assertThatThrownBy(() -> Cordon.clearLost(disk(), file -> true))
        .hasMessageContaining("mounted for writing already");
    closeWithLoss(fs);
    assertThat(Cordon.clearLost(disk(), file -> file.path().equals("one")))
        .isEqualTo(second("one"));
    assertThat(Cordon.lost(disk())).isEqualTo(second("two"));
    assertThat(Cordon.clearLost(disk(), file -> true)).hasSize(1);
    assertThat(disk().resolve(".cordon")).doesNotExist();
    assertThat(Cordon.clearLost(disk(), file -> true)).isEmpty();
    try (CordonFileSystem next = mount()) {
      assertThat(Files.readAllBytes(next.getPath("/two"))[PAGE]).isEqualTo((byte) 1);
    }
  }

  @Test
  void threadsThatAreInterruptedRememberIt() throws IOException {
    CordonFileSystem fs = mount();
    Thread.currentThread().interrupt();
    try {
      Files.write(fs.getPath("/file"), filled(1));
      try (var out = Files.newByteChannel(fs.getPath("/file"), StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(filled(2)));
        fs.memoryFailures().strike(fs.getPath("/file"), PAGE);
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(Cordon.lost(disk())).isEqualTo(second("file"));
    } finally {
      var _ = Thread.interrupted();
    }
    closeWithLoss(fs);
  }
}
