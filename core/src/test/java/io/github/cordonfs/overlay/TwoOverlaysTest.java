package io.github.cordonfs.overlay;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Paths of another overlay lead into another memory. */
@Tag("S74")
class TwoOverlaysTest extends OverlayFixture {

  private OverlayFileSystem other;

  @BeforeEach
  void makeOther() throws IOException {
    Routes routes =
        new Routes(
            List.of(fs.real().getPath(NOWHERE)),
            CordonOptions.builder().size(8 << 20).build(),
            false);
    other = new OverlayFileSystem((OverlayFileSystemProvider) fs.provider(), fs.real(), routes);
    Files.writeString(fs.getPath(NOWHERE + "/f"), "ours");
  }

  @AfterEach
  void closeOther() throws IOException {
    other.routes().close();
  }

  @Test
  void pathsOfAnotherAreRefused() throws IOException {
    Path theirs = other.getPath(NOWHERE, "f");
    assertThatThrownBy(() -> fs.provider().delete(theirs))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> fs.getPath("/").resolve(theirs))
        .isInstanceOf(ProviderMismatchException.class);
    assertThat(fs.getPath(NOWHERE, "f").startsWith(theirs)).isFalse();
    assertThat(fs.provider().isSameFile(fs.getPath(NOWHERE, "f"), theirs)).isFalse();
    assertThatThrownBy(() -> fs.provider().isSameFile(theirs, theirs))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> CordonFileSystem.of(fs).memoryFailures().strike(theirs, 0))
        .isInstanceOf(ProviderMismatchException.class);
    try (WatchService service = fs.newWatchService()) {
      assertThatThrownBy(() -> other.getPath(NOWHERE).register(service, ENTRY_CREATE))
          .isInstanceOf(ProviderMismatchException.class);
    }
  }

  @Test
  void anOpenDirectoryTakesNoPathOfAnother() throws IOException {
    try (var entries = Files.newDirectoryStream(fs.getPath(NOWHERE))) {
      @SuppressWarnings("unchecked")
      SecureDirectoryStream<Path> stream = (SecureDirectoryStream<Path>) entries;
      Path name = other.getPath("f");
      assertThatThrownBy(() -> stream.deleteFile(name))
          .isInstanceOf(ProviderMismatchException.class);
      assertThatThrownBy(() -> stream.newByteChannel(name, Set.of()).close())
          .isInstanceOf(ProviderMismatchException.class);
      assertThatThrownBy(() -> stream.move(fs.getPath("f"), null, fs.getPath("g")))
          .isInstanceOf(NullPointerException.class);
    }
    assertThat(fs.getPath(NOWHERE, "f")).hasContent("ours");
  }

  @Test
  void patternsMatchPathsOfAnyProvider() {
    var matcher = fs.getPathMatcher("glob:/a/*.txt");
    assertThat(matcher.matches(other.getPath("/a/b.txt"))).isTrue();
    assertThat(matcher.matches(fs.cordon().getPath("/a/b.txt"))).isTrue();
  }
}
