package io.github.cordonfs.overlay;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One watch service for real directories and for those in memory. */
class OverlayWatchTest extends OverlayFixture {

  private WatchService watcher;

  @BeforeEach
  void watch() throws IOException {
    watcher = fs.newWatchService();
  }

  @AfterEach
  void stop() throws IOException {
    watcher.close();
  }

  private void expect(WatchKey key, Path name) throws InterruptedException {
    assertThat(watcher.take()).isSameAs(key);
    assertThat(key.pollEvents()).singleElement().extracting(WatchEvent::context).isEqualTo(name);
    assertThat(key.reset()).isTrue();
  }

  @Test
  void directoriesOfBothFileSystemsAreWatched() throws IOException, InterruptedException {
    WatchKey real = path("").register(watcher, ENTRY_CREATE);
    WatchKey memory = path("db").register(watcher, ENTRY_CREATE, ENTRY_DELETE);
    assertThat(memory.watchable()).isEqualTo(path("db"));
    write("db/a", "x");
    expect(memory, fs.getPath("a"));
    write("b", "x");
    expect(real, fs.getPath("b"));
    Files.delete(path("db/a"));
    expect(memory, fs.getPath("a"));
    assertThat(watcher.poll()).isNull();
  }

  @Test
  void aDirectoryKeepsItsKeyUntilItIsDeleted() throws IOException, InterruptedException {
    Files.createDirectory(path("db/sub"));
    WatchKey key = path("db/sub").register(watcher, ENTRY_DELETE);
    assertThat(path("db/../db/sub").register(watcher, ENTRY_CREATE)).isSameAs(key);
    Files.delete(path("db/sub"));
    assertThat(watcher.take()).isSameAs(key);
    assertThat(key.isValid()).isFalse();
    assertThat(key.reset()).isFalse();
  }

  @Test
  void aCancelledKeyIsNotValidAndHearsNothing() throws IOException {
    WatchKey key = path("db").register(watcher, ENTRY_CREATE);
    key.cancel();
    assertThat(key.isValid()).isFalse();
    write("db/a", "x");
    assertThat(watcher.poll()).isNull();
    assertThat(path("db").register(watcher, ENTRY_CREATE)).isNotSameAs(key);
  }

  @Test
  void closingEndsEverything() throws IOException {
    WatchKey key = path("db").register(watcher, ENTRY_CREATE);
    WatchKey real = path("").register(watcher, ENTRY_CREATE);
    watcher.close();
    watcher.close();
    assertThat(key.isValid()).isFalse();
    assertThat(real.isValid()).isFalse();
    assertThatThrownBy(watcher::take).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(() -> path("db").register(watcher, ENTRY_CREATE))
        .isInstanceOf(ClosedWatchServiceException.class);
  }
}
