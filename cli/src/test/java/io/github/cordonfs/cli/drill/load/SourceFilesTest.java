package io.github.cordonfs.cli.drill.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {

  @TempDir Path temp;
  private final List<String> skipped = new ArrayList<>();

  private List<String> names(Path... paths) {
    return SourceFiles.collect(List.of(paths), skipped::add).stream()
        .map(SourceFile::name)
        .toList();
  }

  private Path file(String name) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  @Test
  void filesAreNamedFromTheirPathAndSorted() throws IOException {
    file("d/b");
    file("d/a/x");
    file("e");
    assertThat(names(temp.resolve("e"), temp.resolve("d"))).containsExactly("d/a/x", "d/b", "e");
    assertThat(skipped).isEmpty();
  }

  @Test
  void twoPathsOfOneNameAreToldApart() throws IOException {
    file("1/x");
    file("2/x");
    assertThat(names(temp.resolve("1/x"), temp.resolve("2/x"))).containsExactly("x", "x~2");
  }

  @Test
  void aFileIsFoundOnceHoweverOftenItIsNamed() throws IOException {
    Path file = file("d/a");
    assertThat(names(temp.resolve("d"), file, temp.resolve("d"))).containsExactly("d/a");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linksAreFollowedAndCirclesAreNot() throws IOException {
    Files.createSymbolicLink(temp.resolve("link"), file("target/a"));
    Path directory = Files.createDirectories(temp.resolve("d"));
    Files.createSymbolicLink(directory.resolve("self"), directory);
    assertThat(names(temp.resolve("link"), directory)).containsExactly("link");
    assertThat(skipped)
        .containsExactly(directory.resolve("self") + ": a directory that contains itself");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNoFileIsSkipped() throws IOException, InterruptedException {
    Path pipe = temp.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(names(pipe)).isEmpty();
    assertThat(skipped).containsExactly(pipe + ": not a regular file");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatMayNotBeReadIsSkipped() throws IOException {
    Path secret = file("secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    if (Files.isReadable(secret)) {
      // The superuser reads everything.
      assertThat(names(secret)).hasSize(1);
    } else {
      assertThat(names(secret)).isEmpty();
      assertThat(skipped).containsExactly(secret + ": permission denied");
    }
  }

  @Test
  void aFileThatIsGoneWhenItIsLoadedIsSkipped() throws IOException {
    Path gone = file("d/gone");
    file("d/stays");
    List<SourceFile> sources = SourceFiles.collect(List.of(temp.resolve("d")), skipped::add);
    Files.delete(gone);
    try (FileSystem fileSystem =
            Cordon.newFileSystem(CordonOptions.builder().size(8 << 20).build());
        Arena arena = Arena.ofConfined();
        LoadedFiles loaded =
            new Loader(fileSystem, HugePolicy.NEVER, skipped::add)
                .load(sources, arena, _ -> {}, () -> false)) {
      assertThat(loaded.list()).extracting(LoadedFile::name).containsExactly("d/stays");
      assertThat(Files.readString(fileSystem.getPath("/loaded/d/stays"))).isEqualTo("d/stays");
      assertThat(skipped).containsExactly(gone + ": no such file or directory");
    }
  }
}
