package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What file systems that were closed leave for the thread that works in the background. */
class BackgroundLeftTest {

  private static final int OPENED = 100;
  private static final CordonOptions OPTIONS =
      CordonOptions.builder().size("4m").writable(true).build();

  @TempDir Path disk;

  @Test
  void aClosedFileSystemLeavesNothing() throws IOException {
    int before = BackgroundWork.waiting();
    for (int i = 0; i < OPENED; i++) {
      try (CordonFileSystem fs = Cordon.newFileSystem(OPTIONS)) {
        Files.writeString(fs.getPath("/file"), "something");
        assertThat(BackgroundWork.waiting()).isPositive();
      }
    }
    // One that was being done when it was cancelled comes back once.
    assertThat(BackgroundWork.waiting()).isLessThan(before + OPENED / 10);
  }

  @Test
  void norDoesAMount() throws IOException {
    int before = BackgroundWork.waiting();
    for (int i = 0; i < OPENED; i++) {
      try (CordonFileSystem fs = Cordon.mount(disk, OPTIONS)) {
        Files.writeString(fs.getPath("/file"), "something");
      }
    }
    assertThat(BackgroundWork.waiting()).isLessThan(before + OPENED / 10);
  }
}
