package io.github.cordonfs.nio;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every method that takes a path, with one of another file system of Cordon. */
@Tag("S74")
class TwoFileSystemsTest extends CordonFixture {

  private FileSystem other;

  @BeforeEach
  void makeBoth() throws IOException {
    other = Cordon.newFileSystem(options().toBuilder().workingDirectory("/home").build());
    for (FileSystem each : List.of(fs, other)) {
      for (String directory : List.of("/", "/d/", "/home/")) {
        Files.createDirectories(each.getPath(directory + "sub"));
        Files.write(each.getPath(directory + "x"), bytes(PAGE));
      }
    }
  }

  @AfterEach
  void closeOther() throws IOException {
    other.close();
  }

  /** Returns the paths that exist in both. */
  private List<Path> names() throws IOException {
    List<Path> names = new ArrayList<>();
    for (FileSystem each : List.of(fs, other)) {
      try (Stream<Path> all = Files.walk(each.getPath("/"))) {
        names.addAll(all.sorted().toList());
      }
    }
    return names;
  }

  @SuppressWarnings("unchecked")
  private static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
    return (SecureDirectoryStream<Path>)
        directory.getFileSystem().provider().newDirectoryStream(directory, _ -> true);
  }

  @Test
  void anOpenDirectoryTakesNoPathOfAnother() throws IOException {
    List<Path> before = names();
    try (SecureDirectoryStream<Path> stream = secure(path("/d"));
        SecureDirectoryStream<Path> theirs = secure(other.getPath("/d"))) {
      for (String text : List.of("x", "/x", "/d/x", "sub", "none", "")) {
        Path foreign = other.getPath(text);
        List<Together.Task> tasks =
            List.of(
                () -> stream.deleteFile(foreign),
                () -> stream.deleteDirectory(foreign),
                () -> stream.newByteChannel(foreign, Set.of()).close(),
                () -> stream.newByteChannel(foreign, Set.of(CREATE_NEW, WRITE)).close(),
                () -> stream.newDirectoryStream(foreign).close(),
                () -> stream.move(foreign, stream, path("y")),
                () -> stream.move(path("x"), stream, foreign),
                () -> stream.move(path("x"), theirs, path("y")),
                () -> stream.move(foreign, theirs, foreign),
                () -> stream.getFileAttributeView(foreign, BasicFileAttributeView.class));
        for (Together.Task task : tasks) {
          assertThatThrownBy(task::run).isInstanceOf(ProviderMismatchException.class);
        }
      }
      assertThatThrownBy(() -> stream.move(path("x"), theirs, other.getPath("y")))
          .isInstanceOf(AtomicMoveNotSupportedException.class);
    }
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void memoryFailuresTakeNoPathOfAnother() {
    MemoryFailures failures = failures();
    Path foreign = other.getPath("/x");
    ByteRange page = new ByteRange(0, PAGE);
    List<Together.Task> tasks =
        List.of(
            () -> failures.strike(foreign, 0),
            () -> failures.softOffline(foreign, 0),
            () -> failures.unpoison(foreign, 0),
            () -> failures.restore(foreign, page, ByteBuffer.allocate(PAGE)),
            () -> failures.poisonEpoch(foreign),
            () -> failures.frameOf(foreign, 0),
            () -> failures.badRanges(foreign),
            () -> failures.clearPoison(foreign, page));
    for (Together.Task task : tasks) {
      assertThatThrownBy(task::run).isInstanceOf(ProviderMismatchException.class);
    }
    assertThat(CordonFileSystem.of(other).memoryFailures().badFiles()).isEmpty();
    assertThat(failures.badFiles()).isEmpty();
  }

  @Test
  void aWatchServiceTakesNoDirectoryOfAnother() throws IOException {
    try (WatchService service = fs.newWatchService()) {
      assertThatThrownBy(() -> other.getPath("/d").register(service, ENTRY_CREATE))
          .isInstanceOf(ProviderMismatchException.class);
    }
  }

  @Test
  void aSymbolicLinkTakesNoTargetOfAnother() throws IOException {
    List<Path> before = names();
    for (String text : List.of("x", "/x", "none")) {
      assertThatThrownBy(() -> Files.createSymbolicLink(path("/l"), other.getPath(text)))
          .isInstanceOf(ProviderMismatchException.class);
    }
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void namesOfOneFileSystemAreResolvedInAnother() {
    assertThat(path("/d").resolve(other.getPath("x"))).isEqualTo(path("/d/x"));
    assertThat(path("/d").resolve(other.getPath("/x"))).isEqualTo(other.getPath("/x"));
    assertThat(path("/d").resolveSibling(other.getPath("x"))).isEqualTo(path("/x"));
    assertThat(path("").resolve(other.getPath("x"))).isEqualTo(other.getPath("x"));
  }

  @Test
  void noWayLeadsFromOneToAnother() {
    assertThatThrownBy(() -> path("/d").relativize(other.getPath("/d/x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> path("d").relativize(other.getPath("d")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(path("/d/x").startsWith(other.getPath("/d"))).isFalse();
    assertThat(path("/d/x").endsWith(other.getPath("x"))).isFalse();
    assertThat(path("/x")).isNotEqualTo(other.getPath("/x"));
    int order = Integer.signum(path("/x").compareTo(other.getPath("/x")));
    int reverse = Integer.signum(other.getPath("/x").compareTo(path("/x")));
    assertThat(order).isNotZero().isEqualTo(-reverse);
    assertThat(fs.getPathMatcher("glob:/*").matches(other.getPath("/x"))).isTrue();
  }

  @Test
  void noFileIsTheSameInTwo() throws IOException {
    assertThat(Files.isSameFile(path("/x"), other.getPath("/x"))).isFalse();
    assertThat(Files.isSameFile(path("/x"), other.getPath("/none"))).isFalse();
    assertThatThrownBy(() -> Files.createLink(path("/l"), other.getPath("/x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("cross-device");
    assertThatThrownBy(() -> Files.move(path("/x"), other.getPath("/y"), ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
  }

  @Test
  void filesAreCopiedAndMovedFromOneToTheOther() throws IOException {
    Files.copy(path("/x"), other.getPath("copy"));
    assertThat(other.getPath("/home/copy")).hasBinaryContent(bytes(PAGE));
    Files.move(other.getPath("copy"), path("moved"));
    assertThat(path("/moved")).hasBinaryContent(bytes(PAGE));
    assertThat(other.getPath("/home/copy")).doesNotExist();
    Files.createSymbolicLink(other.getPath("l"), other.getPath("../x"));
    Files.move(other.getPath("l"), path("/d/l"));
    assertThat(Files.readSymbolicLink(path("/d/l"))).isEqualTo(path("../x"));
    assertThat(Files.isSameFile(path("/d/l"), path("/x"))).isTrue();
  }
}
