package io.github.cordonfs.nio.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watch keys and services as their interfaces promise. */
class WatchServiceTest extends CordonFixture {

  private static final int MAX_EVENTS = 512;

  private WatchService watcher;
  private Path dir;

  @BeforeEach
  void watch() throws IOException {
    watcher = fs.newWatchService();
    dir = Files.createDirectory(path("/dir"));
  }

  private WatchKey all(Path directory) throws IOException {
    return directory.register(watcher, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
  }

  private static List<String> events(WatchKey key) {
    List<String> events = new ArrayList<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      events.add(event.kind().name() + " " + event.context() + " " + event.count());
    }
    return events;
  }

  @Test
  void aKeyIsSignalledOnceUntilItIsReset() throws IOException, InterruptedException {
    WatchKey key = all(dir);
    assertThat(watcher.poll()).isNull();
    Files.createFile(dir.resolve("a"));
    Files.createFile(dir.resolve("b"));
    assertThat(watcher.take()).isSameAs(key);
    Files.createFile(dir.resolve("c"));
    assertThat(watcher.poll()).isNull();
    assertThat(events(key)).hasSize(3);
    assertThat(key.reset()).isTrue();
    assertThat(watcher.poll()).isNull();
    Files.createFile(dir.resolve("d"));
    assertThat(watcher.poll()).isSameAs(key);
    // Events that are still there signal it again at once.
    assertThat(key.reset()).isTrue();
    assertThat(watcher.poll()).isSameAs(key);
    assertThat(events(key)).containsExactly("ENTRY_CREATE d 1");
  }

  @Test
  void theContextIsTheNameInTheDirectory() throws IOException {
    WatchKey key = all(dir);
    Path file = Files.createFile(dir.resolve("a"));
    Path name = (Path) key.pollEvents().getFirst().context();
    assertThat(((Path) key.watchable()).resolve(name)).isEqualTo(file);
    assertThat(key.watchable()).isEqualTo(dir);
  }

  @Test
  void aRepeatedModificationIsCounted() throws IOException {
    WatchKey key = all(dir);
    Path a = Files.createFile(dir.resolve("a"));
    Path b = Files.createFile(dir.resolve("b"));
    try (FileChannel first = FileChannel.open(a, StandardOpenOption.WRITE);
        FileChannel second = FileChannel.open(b, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 10; i++) {
        assertThat(first.write(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(second.write(ByteBuffer.allocate(1))).isEqualTo(1);
      }
    }
    assertThat(events(key))
        .containsExactly(
            "ENTRY_CREATE a 1", "ENTRY_CREATE b 1", "ENTRY_MODIFY a 10", "ENTRY_MODIFY b 10");
    Files.write(a, new byte[1], StandardOpenOption.APPEND);
    assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
  }

  @Test
  void aModificationAfterAnotherEventOfTheNameIsOneOfItsOwn() throws IOException {
    Path a = Files.write(dir.resolve("a"), new byte[1]);
    WatchKey key = all(dir);
    Files.write(a, new byte[1], StandardOpenOption.APPEND);
    Files.delete(a);
    Files.write(a, new byte[1]);
    assertThat(events(key))
        .containsExactly(
            "ENTRY_MODIFY a 1", "ENTRY_DELETE a 1", "ENTRY_CREATE a 1", "ENTRY_MODIFY a 1");
  }

  @Test
  void everyWayToChangeAFileIsAModification() throws IOException {
    Path a = Files.write(dir.resolve("a"), new byte[10]);
    WatchKey key = all(dir);
    try (FileChannel channel = readWrite("/dir/a")) {
      channel.truncate(5);
      assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
      assertThat(channel.transferFrom(FileChannel.open(file("/x", 3)), 0, 3)).isEqualTo(3);
      assertThat(events(key)).hasSize(1);
      channel(a, StandardOpenOption.WRITE).punchHole(0, 1);
      assertThat(events(key)).hasSize(1);
      assertThat(channel.read(ByteBuffer.allocate(3))).isEqualTo(3);
      assertThat(events(key)).isEmpty();
    }
    Files.setLastModifiedTime(a, FileTime.fromMillis(1));
    assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
    Files.setAttribute(a, "posix:permissions", Files.getPosixFilePermissions(a));
    assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
    Files.newOutputStream(a).close();
    assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
    Files.newOutputStream(a).close();
    assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
    Files.newOutputStream(dir.resolve("new")).close();
    assertThat(events(key)).containsExactly("ENTRY_CREATE new 1");
  }

  @Test
  @Tag("S33")
  void aStoreThroughAMappingIsNoModification() throws IOException {
    Files.write(dir.resolve("a"), new byte[10]);
    try (FileChannel channel = readWrite("/dir/a")) {
      var buffer = channel.map(MapMode.READ_WRITE, 0, 10);
      WatchKey key = all(dir);
      buffer.put(0, (byte) 1);
      buffer.force();
      assertThat(events(key)).isEmpty();
    }
  }

  @Test
  @Tag("S33")
  void aMemoryFailureIsNoModification() throws IOException {
    Path a = file("/dir/a", 10);
    WatchKey key = all(dir);
    failures().strike(a, 0);
    assertThat(events(key)).isEmpty();
    assertThat(failures().clearPoison(a, failures().badRanges(a).getFirst())).hasSize(1);
    assertThat(events(key)).containsExactly("ENTRY_MODIFY a 1");
  }

  @Test
  @Tag("S33")
  void everyNameOfAFileIsModified() throws IOException {
    Path a = Files.write(dir.resolve("a"), new byte[10]);
    Path other = Files.createDirectory(path("/other"));
    Files.createLink(other.resolve("b"), a);
    WatchKey key = all(other);
    Files.write(a, new byte[1], StandardOpenOption.WRITE);
    assertThat(events(key)).containsExactly("ENTRY_MODIFY b 1");
  }

  @Test
  void tooManyEventsAreOneOverflow() throws IOException {
    WatchKey key = all(dir);
    for (int i = 0; i < MAX_EVENTS; i++) {
      Files.createFile(dir.resolve("f" + i));
    }
    assertThat(key.pollEvents()).hasSize(MAX_EVENTS);
    for (int i = 0; i < MAX_EVENTS + 3; i++) {
      Files.delete(dir.resolve("f" + i % MAX_EVENTS));
      Files.createFile(dir.resolve("f" + i % MAX_EVENTS));
    }
    List<WatchEvent<?>> events = key.pollEvents();
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().kind()).isEqualTo(OVERFLOW);
    assertThat(events.getFirst().context()).isNull();
    assertThat(events.getFirst().count()).isEqualTo(MAX_EVENTS + 6);
    Files.delete(dir.resolve("f1"));
    assertThat(events(key)).containsExactly("ENTRY_DELETE f1 1");
  }

  @Test
  void registeringAgainChangesTheKindsAndKeepsKeyAndEvents() throws IOException {
    WatchKey key = dir.register(watcher, ENTRY_CREATE);
    Files.createFile(dir.resolve("a"));
    Files.createSymbolicLink(path("/link"), dir);
    assertThat(path("/link").register(watcher, ENTRY_DELETE, OVERFLOW)).isSameAs(key);
    Files.createFile(dir.resolve("b"));
    Files.delete(dir.resolve("a"));
    assertThat(events(key)).containsExactly("ENTRY_CREATE a 1", "ENTRY_DELETE a 1");
    assertThat(key.watchable()).isEqualTo(dir);
  }

  @Test
  void twoServicesWatchOneDirectory() throws IOException {
    try (WatchService second = fs.newWatchService()) {
      WatchKey one = all(dir);
      WatchKey two = dir.register(second, ENTRY_CREATE);
      assertThat(two).isNotSameAs(one);
      Files.createFile(dir.resolve("a"));
      assertThat(events(one)).isEqualTo(events(two)).hasSize(1);
    }
  }

  @Test
  void aDirectoryIsWatchedWhereverItMoves() throws IOException {
    WatchKey key = all(dir);
    Files.move(dir, path("/moved"));
    Files.createFile(path("/moved/a"));
    assertThat(events(key)).containsExactly("ENTRY_CREATE a 1");
  }

  @Test
  void theEndOfADirectorySignalsItsKeyWhichIsNotValidAnyMore() throws IOException {
    WatchKey key = all(dir);
    Files.createFile(dir.resolve("a"));
    Files.delete(dir.resolve("a"));
    assertThat(watcher.poll()).isSameAs(key);
    assertThat(key.pollEvents()).hasSize(2);
    assertThat(key.reset()).isTrue();
    Files.delete(dir);
    assertThat(key.isValid()).isFalse();
    assertThat(watcher.poll()).isSameAs(key);
    assertThat(key.pollEvents()).isEmpty();
    assertThat(key.reset()).isFalse();
    assertThat(watcher.poll()).isNull();
    Files.createDirectory(dir);
    assertThat(all(dir)).isNotSameAs(key);
  }

  @Test
  void aCancelledKeyKeepsItsEventsAndGetsNoMore() throws IOException {
    WatchKey key = all(dir);
    Files.createFile(dir.resolve("a"));
    key.cancel();
    key.cancel();
    Files.createFile(dir.resolve("b"));
    assertThat(key.isValid()).isFalse();
    assertThat(events(key)).containsExactly("ENTRY_CREATE a 1");
    assertThat(key.reset()).isFalse();
    assertThat(all(dir)).isNotSameAs(key);
  }

  @Test
  void closingEndsKeysAndWaiting() throws Exception {
    WatchKey key = all(dir);
    Files.createFile(dir.resolve("a"));
    watcher.close();
    watcher.close();
    assertThat(key.isValid()).isFalse();
    assertThat(key.reset()).isFalse();
    assertThat(key.pollEvents()).hasSize(1);
    assertThatThrownBy(watcher::poll).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(watcher::take).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(() -> watcher.poll(1, TimeUnit.SECONDS))
        .isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(() -> all(dir)).isInstanceOf(ClosedWatchServiceException.class);
  }

  @Test
  void closingTheServiceOrTheFileSystemWakesWhoWaits() throws Exception {
    WatchService second = fs.newWatchService();
    Together.run(
        () -> assertThatThrownBy(watcher::take).isInstanceOf(ClosedWatchServiceException.class),
        () ->
            assertThatThrownBy(() -> watcher.poll(100, TimeUnit.SECONDS))
                .isInstanceOf(ClosedWatchServiceException.class),
        () -> watcher.close());
    Together.run(
        () -> assertThatThrownBy(second::take).isInstanceOf(ClosedWatchServiceException.class),
        () -> fs.close());
    assertThatThrownBy(fs::newWatchService).isInstanceOf(ClosedFileSystemException.class);
  }

  @Test
  void whoWaitsIsInterruptedButGetsAKeyThatIsThere() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(watcher::take).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> watcher.poll(100, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    WatchKey key = all(dir);
    Files.createFile(dir.resolve("a"));
    Thread.currentThread().interrupt();
    assertThat(watcher.take()).isSameAs(key);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTimedPollWaitsForAnEventOrItsTime() throws Exception {
    assertThat(watcher.poll(1, TimeUnit.MILLISECONDS)).isNull();
    WatchKey key = all(dir);
    Together.run(
        () -> assertThat(watcher.poll(100, TimeUnit.SECONDS)).isSameAs(key),
        () -> Files.createFile(dir.resolve("a")));
  }

  @Test
  void whatCannotBeWatchedIsRefused() throws IOException {
    Path file = file("/dir/f", 1);
    assertThatThrownBy(() -> all(file)).isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> all(path("/none"))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> dir.register(watcher)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dir.register(watcher, OVERFLOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dir.register(watcher, ENTRY_CREATE, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> dir.register(null, ENTRY_CREATE))
        .isInstanceOf(NullPointerException.class);
    WatchEvent.Kind<?>[] kinds = {ENTRY_CREATE};
    assertThatThrownBy(() -> dir.register(watcher, kinds, () -> "FILE_TREE"))
        .isInstanceOf(UnsupportedOperationException.class);
    try (WatchService foreign = FileSystems.getDefault().newWatchService();
        FileSystem other = Cordon.newFileSystem(options());
        WatchService others = other.newWatchService()) {
      assertThatThrownBy(() -> dir.register(foreign, ENTRY_CREATE))
          .isInstanceOf(ProviderMismatchException.class);
      assertThatThrownBy(() -> dir.register(others, ENTRY_CREATE))
          .isInstanceOf(ProviderMismatchException.class);
    }
  }

  @Test
  void aSensitivityIsAcceptedAndMeansNothing() throws Exception {
    WatchEvent.Kind<?>[] kinds = {ENTRY_CREATE};
    Class<?> sensitivity = Class.forName("com.sun.nio.file.SensitivityWatchEventModifier");
    for (Object each : sensitivity.getEnumConstants()) {
      WatchKey key = dir.register(watcher, kinds, (WatchEvent.Modifier) each);
      Files.createFile(dir.resolve(each.toString()));
      assertThat(events(key)).hasSize(1);
    }
  }
}
