package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.net.URI;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file system of Cordon says of itself. */
class CordonFileSystemTest extends CordonFixture {

  @Test
  void itIsFoundByAnyWayToIt() throws Exception {
    URI uri = URI.create("cordon://found");
    try (FileSystem byUri = FileSystems.newFileSystem(uri, Map.of("size", "2m"))) {
      CordonFileSystem found = CordonFileSystem.of(byUri);
      assertThat(found).isSameAs(byUri);
      assertThat(CordonFileSystem.of(Path.of(uri.resolve("/f")).getFileSystem())).isSameAs(found);
      assertThat(found.name()).isEqualTo("found");
      assertThat(found.options().size()).isEqualTo(2 << 20);
    }
  }

  @Test
  void thoseOfOthersAreRefusedByName() throws Exception {
    FileSystem real = FileSystems.getDefault();
    assertThatThrownBy(() -> CordonFileSystem.of(real))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a file system of Cordon")
        .hasMessageContaining(real.toString())
        .hasMessageContaining("scheme file");
    assertThatThrownBy(() -> CordonFileSystem.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fileSystem");
  }

  @Test
  void itTellsWhatItWasOpenedWith() throws Exception {
    CordonOptions options = options();
    CordonFileSystem opened = Cordon.newFileSystem(options);
    assertThat(opened.options()).isSameAs(options);
    assertThat(opened).hasToString("cordon://" + opened.name());
    Files.write(opened.getPath("/f"), bytes(1));
    assertThat(opened.memoryUsage().usedBytes()).isEqualTo(PAGE);
    assertThat(opened.memoryFailures()).isSameAs(opened.memoryFailures());
    opened.close();
    assertThat(opened.options()).isSameAs(options);
    assertThat(opened.name()).isNotEmpty();
    assertThat(opened.collapseCounters()).isNotNull();
    assertThatThrownBy(opened::memoryUsage).isInstanceOf(ClosedFileSystemException.class);
  }
}
