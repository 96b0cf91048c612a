package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An overlay with a path below another one. */
@Tag("S30")
class NestedPathsTest extends OverlayFixture {

  @Override
  void configure(Properties properties) {
    properties.setProperty(
        "cordon.overlay", plain("db/a/b") + "," + plain("db") + "," + plain("db/a/b"));
  }

  @Test
  void thePathBelowIsThereFromTheStart() throws IOException {
    assertThat(entries(path(""))).containsExactly(path("db"));
    assertThat(entries(path("db"))).containsExactly(path("db/a"));
    assertThat(entries(path("db/a"))).containsExactly(path("db/a/b"));
    assertThat(path("db/a/b")).isEmptyDirectory();
  }

  @Test
  void bothAreInOneFileSystem() throws IOException {
    Path file = write("db/a/b/f", "memory");
    assertThat(Files.getFileStore(file)).isEqualTo(Files.getFileStore(path("db")));
    Files.move(file, path("db/f"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(path("db/a/b/../../f")).hasContent("memory");
  }

  @Test
  void thePathBelowIsADirectoryAsAnyOther() throws IOException {
    write("db/a/f", "between them nothing is missing");
    Files.delete(path("db/a/b"));
    assertThat(entries(path("db/a"))).containsExactly(path("db/a/f"));
    assertThat(plain("db")).doesNotExist();
  }
}
