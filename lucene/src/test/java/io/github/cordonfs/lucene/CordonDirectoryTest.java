package io.github.cordonfs.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CordonDirectoryTest extends LuceneFixture {

  @Test
  void badFilesNamesWhatIsLost() throws IOException {
    file("well", 2 * PAGE);
    file("a", 5 * PAGE + 100);
    file("b", PAGE);
    assertThat(directory.badFiles()).isEmpty();
    failures.strike(path("a"), PAGE);
    failures.strike(path("a"), 2 * PAGE);
    failures.strike(path("a"), 5 * PAGE);
    failures.strike(path("b"), 0);
    assertThat(directory.badFiles())
        .isEqualTo(
            Map.of(
                "a", List.of(new ByteRange(PAGE, 2 * PAGE), new ByteRange(5 * PAGE, 100)),
                "b", List.of(new ByteRange(0, PAGE))));
    directory.deleteFile("b");
    assertThat(directory.badFiles()).containsOnlyKeys("a");
  }

  @Test
  void aPathOfAnotherFileSystemIsRefused() {
    assertThatThrownBy(() -> CordonDirectory.open(Path.of("index")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Path.of("index")).doesNotExist();
  }

  @Test
  void aBufferWithoutAByteIsRefused() {
    assertThatThrownBy(() -> new CordonDirectory(path("x"), NoLockFactory.INSTANCE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void syncMissesAFileThatIsNotThere() throws IOException {
    file("f", 10);
    directory.sync(List.of("f"));
    directory.syncMetaData();
    assertThatThrownBy(() -> directory.sync(List.of("f", "g")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @Tag("S28")
  void aDirectoryIsNoInput(@TempDir Path real) throws IOException {
    Files.createDirectory(path("sub"));
    assertThatThrownBy(() -> directory.openInput("sub", IOContext.DEFAULT))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path("sub") + ": Is a directory");
    Files.createDirectory(real.resolve("sub"));
    try (FSDirectory lucenes = FSDirectory.open(real)) {
      assertThatThrownBy(() -> lucenes.openInput("sub", IOContext.DEFAULT))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLockExcludesOtherDirectoriesOfTheSameFiles() throws IOException {
    try (Lock lock = directory.obtainLock("l");
        CordonDirectory other = CordonDirectory.open(directory.getDirectory());
        NIOFSDirectory third = new NIOFSDirectory(directory.getDirectory())) {
      assertThatThrownBy(() -> other.obtainLock("l")).isInstanceOf(LockObtainFailedException.class);
      // It knows no lock of the same virtual machine but its own.
      assertThatThrownBy(() -> third.obtainLock("l")).isInstanceOf(IllegalStateException.class);
      lock.ensureValid();
    }
    directory.obtainLock("l").close();
  }

  @Test
  void theSamePathInTwoFileSystemsIsTwoLocks() throws IOException {
    try (FileSystem second = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build());
        CordonDirectory other = CordonDirectory.open(second.getPath("/index"));
        Lock lock = directory.obtainLock("l");
        Lock otherLock = other.obtainLock("l")) {
      lock.ensureValid();
      otherLock.ensureValid();
    }
  }

  @Test
  void aLockWhoseFileIsDeletedOrReplacedIsNotValid() throws IOException {
    try (Lock lock = directory.obtainLock("l")) {
      Files.delete(path("l"));
      assertThatThrownBy(lock::ensureValid).isInstanceOf(AlreadyClosedException.class);
      Files.createFile(path("l"));
      assertThatThrownBy(lock::ensureValid).isInstanceOf(AlreadyClosedException.class);
    }
    Lock closed = directory.obtainLock("l");
    closed.close();
    closed.close();
    assertThatThrownBy(closed::ensureValid).isInstanceOf(AlreadyClosedException.class);
  }
}
