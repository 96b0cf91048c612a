package io.github.cordonfs.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  @TempDir private Path temp;

  private Path file() {
    return temp.resolve("report");
  }

  private void write(String text) throws IOException {
    OutputFile output = new OutputFile(file());
    assertThat(output.problem()).isNull();
    output.write(text);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theFileGetsThePermissionsThatTheUmaskLeaves() throws IOException {
    write("text");
    Path other = Files.writeString(temp.resolve("other"), "made as any file");
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void lookingChangesNothing() throws IOException {
    assertThat(new OutputFile(file()).problem()).isNull();
    assertThat(temp).isEmptyDirectory();
    Files.writeString(file(), "old");
    assertThat(new OutputFile(file()).problem()).isNull();
    assertThat(file()).hasContent("old");
  }

  @Test
  void anOldFileIsReplacedAndNothingElseIsLeft() throws IOException {
    Files.writeString(file(), "an old one, which is longer");
    write("new");
    assertThat(file()).hasContent("new");
    assertThat(temp.toFile().list()).containsExactly("report");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aSymbolicLinkStaysOne() throws IOException {
    Path real = Files.writeString(temp.resolve("real"), "old");
    Files.createSymbolicLink(file(), Path.of("real"));
    write("new");
    assertThat(file()).isSymbolicLink();
    assertThat(real).hasContent("new");
    Files.delete(real);
    write("where the link leads");
    assertThat(real).hasContent("where the link leads");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeIsWrittenToAndNotReplaced() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file().toString()).start().waitFor()).isZero();
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(() -> {
          try {
            return Files.readString(file());
          } catch (IOException e) {
            return e.toString();
          }
        });
    write("through the pipe");
    assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("through the pipe");
    assertThat(Files.isRegularFile(file())).isFalse();
  }

  @Test
  void whatCannotBeAFileIsSaid() throws IOException {
    assertThat(new OutputFile(temp).problem()).isEqualTo(temp + " is a directory");
    assertThat(new OutputFile(Path.of("/")).problem()).isEqualTo("/ is a directory");
    Path below = temp.resolve("missing/report");
    assertThat(new OutputFile(below).problem())
        .isEqualTo("there is no directory " + temp.resolve("missing"));
    assertThatIOException().isThrownBy(() -> new OutputFile(below).write("text"));
    Files.writeString(file(), "");
    assertThat(new OutputFile(file().resolve("report")).problem())
        .contains("there is no directory");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whereNoFileCanBeMadeTheReasonIsSaid() {
    assertThat(new OutputFile(Path.of("/proc/report")).problem())
        .startsWith("cannot write to /proc: ");
  }
}
