package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said at start-up of files that the overlay hides. */
@Tag("S30")
class HiddenFilesTest {

  @TempDir private Path directory;

  private List<String> warnings() {
    return HiddenFiles.warnings(List.of(directory.resolve("data"), directory.resolve("other")));
  }

  private String line(String what) {
    return "WARNING: -Dcordon.overlay hides "
        + what
        + directory.resolve("data")
        + ": java.nio.file sees an empty directory of Cordon there";
  }

  @Test
  void whatIsNotThereOrEmptyIsNotHidden() throws IOException {
    assertThat(warnings()).isEmpty();
    Files.createDirectory(directory.resolve("data"));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void filesInADirectoryAreHidden() throws IOException {
    Files.createDirectories(directory.resolve("data/.hidden"));
    assertThat(warnings()).containsExactly(line("the files that the disk has in "));
  }

  @Test
  void aFileIsHidden() throws IOException {
    Files.createFile(directory.resolve("data"));
    assertThat(warnings()).containsExactly(line("the file "));
  }

  @Test
  void aLinkIsHiddenWhereverItLeads() throws IOException {
    Files.createSymbolicLink(directory.resolve("data"), Path.of("nowhere"));
    assertThat(warnings()).containsExactly(line("the symbolic link "));
  }
}
