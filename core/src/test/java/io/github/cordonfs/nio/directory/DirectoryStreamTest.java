package io.github.cordonfs.nio.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryStreamTest extends CordonFixture {

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(path("/d"));
    for (String name : new String[] {"a.txt", "b.txt", "c.bin"}) {
      file("/d/" + name, 1);
    }
  }

  @Test
  void entriesAreResolvedAgainstTheDirectoryAsGiven() throws IOException {
    try (var stream = Files.newDirectoryStream(path("d/../d"))) {
      assertThat(stream)
          .containsExactlyInAnyOrder(
              path("d/../d/a.txt"), path("d/../d/b.txt"), path("d/../d/c.bin"));
    }
    try (var stream = Files.newDirectoryStream(path(""))) {
      assertThat(stream).containsExactly(path("d"));
    }
  }

  @Test
  void entriesAreFiltered() throws IOException {
    try (var stream = Files.newDirectoryStream(path("/d"), "*.txt")) {
      assertThat(stream).containsExactlyInAnyOrder(path("/d/a.txt"), path("/d/b.txt"));
    }
    DirectoryStream.Filter<Path> failing =
        entry -> {
          throw new IOException("no");
        };
    try (var stream = Files.newDirectoryStream(path("/d"), failing)) {
      Iterator<Path> iterator = stream.iterator();
      assertThatThrownBy(iterator::hasNext).isInstanceOf(DirectoryIteratorException.class);
    }
  }

  @Test
  void thereIsOneIterator() throws IOException {
    try (var stream = Files.newDirectoryStream(path("/d"))) {
      Iterator<Path> iterator = stream.iterator();
      assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
      iterator.forEachRemaining(entry -> {});
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aClosedStreamHasNoMoreElements() throws IOException {
    try (var stream = Files.newDirectoryStream(path("/d"))) {
      Iterator<Path> iterator = stream.iterator();
      iterator.next();
      closeOnceMore(stream);
      assertThat(iterator.hasNext()).isFalse();
      assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    }
  }

  private static void closeOnceMore(Closeable resource) throws IOException {
    resource.close();
  }

  @Test
  void changesMeanwhileDoNoHarm() throws IOException {
    try (var stream = Files.newDirectoryStream(path("/d"))) {
      Iterator<Path> iterator = stream.iterator();
      iterator.next();
      for (int i = 0; i < 100; i++) {
        file("/d/new" + i, 1);
      }
      Files.delete(path("/d/a.txt"));
      Files.delete(path("/d/b.txt"));
      Files.delete(path("/d/c.bin"));
      iterator.forEachRemaining(entry -> assertThat(entry.getParent()).isEqualTo(path("/d")));
    }
  }

  @Test
  void onlyDirectoriesAreListed() {
    assertThatThrownBy(() -> Files.newDirectoryStream(path("/d/a.txt")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(path("/none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theFileSystemClosesItsStreams() throws IOException {
    try (var stream = Files.newDirectoryStream(path("/d"))) {
      Iterator<Path> iterator = stream.iterator();
      fs.close();
      assertThat(iterator.hasNext()).isFalse();
    }
    assertThatThrownBy(() -> Files.newDirectoryStream(path("/d")).close())
        .isInstanceOf(ClosedFileSystemException.class);
  }
}
