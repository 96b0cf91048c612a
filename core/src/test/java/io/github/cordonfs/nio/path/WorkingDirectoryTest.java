package io.github.cordonfs.nio.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S40")
class WorkingDirectoryTest {

  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder().size(8L << 20).workingDirectory("/a/b").build());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void relativePathsStartThere() throws IOException {
    Path relative = fs.getPath("f");
    Files.writeString(relative, "x");
    assertThat(Files.readString(fs.getPath("/a/b/f"))).isEqualTo("x");
    assertThat(relative.toAbsolutePath()).isEqualTo(fs.getPath("/a/b/f"));
    assertThat(relative.toRealPath()).isEqualTo(fs.getPath("/a/b/f"));
    assertThat(relative.toUri().getPath()).isEqualTo("/a/b/f");
    assertThat(fs.getPath("").toAbsolutePath()).isEqualTo(fs.getPath("/a/b"));
    assertThat(Files.isSameFile(fs.getPath("../b/f"), relative)).isTrue();
    try (Stream<Path> names = Files.list(fs.getPath(""))) {
      assertThat(names).containsExactly(relative);
    }
    Files.move(relative, fs.getPath("g"));
    Files.createSymbolicLink(fs.getPath("/l"), fs.getPath("a/b/g"));
    assertThat(Files.readString(fs.getPath("/l"))).isEqualTo("x");
    assertThatThrownBy(() -> Files.readString(relative))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("f");
  }

  @Test
  void theyFollowTheDirectoryWhenItMoves() throws IOException {
    Files.writeString(fs.getPath("f"), "x");
    Files.move(fs.getPath("/a/b"), fs.getPath("/c"));
    assertThat(Files.readString(fs.getPath("f"))).isEqualTo("x");
    Files.delete(fs.getPath("/c/f"));
    Files.delete(fs.getPath("/c"));
    assertThatThrownBy(() -> Files.createFile(fs.getPath("f")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theRootIsTheDefault() throws IOException {
    try (FileSystem other = Cordon.newFileSystem(CordonOptions.builder().size(8L << 20).build())) {
      assertThat(other.getPath("f").toAbsolutePath()).isEqualTo(other.getPath("/f"));
    }
    assertThatThrownBy(() -> CordonOptions.builder().workingDirectory("a").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneThatCannotBeMadeLeavesNoFileSystemBehind() throws IOException {
    CordonOptions bad =
        CordonOptions.builder().size(4 << 20).workingDirectory("/" + "x".repeat(300)).build();
    long before = descriptors();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> Cordon.newFileSystem(bad)).isInstanceOf(FileSystemException.class);
    }
    assertThat(descriptors()).isLessThan(before + 10);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
