package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** File times of a clock that the file system was given. */
@Tag("S41")
class OwnClockTest {

  private static final Instant FIRST = Instant.parse("2001-02-03T04:05:06.000000007Z");
  private static final Instant SECOND = FIRST.plusNanos(1);

  private Instant now = FIRST;
  private boolean broken;
  private final InstantSource clock =
      () -> {
        if (broken) {
          throw new DateTimeException("no time");
        }
        return now;
      };

  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).clock(clock).build());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private static BasicFileAttributes times(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  private static FileTime changed(Path path) throws IOException {
    return (FileTime) Files.getAttribute(path, "unix:ctime");
  }

  @Test
  void allTimesAreRead() throws IOException {
    Path directory = Files.createDirectory(fs.getPath("/d"));
    Path file = Files.writeString(directory.resolve("f"), "x");
    for (Path each : new Path[] {fs.getPath("/"), directory, file}) {
      assertThat(times(each).creationTime()).isEqualTo(FileTime.from(FIRST));
      assertThat(times(each).lastModifiedTime()).isEqualTo(FileTime.from(FIRST));
      assertThat(times(each).lastAccessTime()).isEqualTo(FileTime.from(FIRST));
      assertThat(changed(each)).isEqualTo(FileTime.from(FIRST));
    }
  }

  @Test
  void everyChangeAsksAgain() throws IOException {
    Path directory = Files.createDirectory(fs.getPath("/d"));
    Path file = Files.writeString(directory.resolve("f"), "x");
    now = SECOND;
    Files.writeString(file, "y", StandardOpenOption.APPEND);
    assertThat(times(file).lastModifiedTime()).isEqualTo(FileTime.from(SECOND));
    assertThat(times(directory).lastModifiedTime()).isEqualTo(FileTime.from(FIRST));
    Files.move(file, directory.resolve("g"));
    assertThat(times(directory).lastModifiedTime()).isEqualTo(FileTime.from(SECOND));
    assertThat(times(directory.resolve("g")).creationTime()).isEqualTo(FileTime.from(FIRST));
  }

  @Test
  void aTimeThatCannotBeKeptIsTheNearest() throws IOException {
    now = Instant.MAX;
    Path file = Files.createFile(fs.getPath("/f"));
    assertThat(times(file).lastModifiedTime().toInstant())
        .hasToString("2262-04-11T23:47:16.854775807Z");
    now = Instant.MIN;
    assertThat(times(Files.createFile(fs.getPath("/g"))).lastModifiedTime().toInstant())
        .hasToString("1677-09-21T00:12:43.145224192Z");
  }

  @Test
  void theSystemsClockStandsInForOneThatThrows() throws IOException {
    broken = true;
    Path file = Files.writeString(fs.getPath("/f"), "x");
    assertThat(Duration.between(times(file).lastModifiedTime().toInstant(), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
    Files.move(file, fs.getPath("/g"));
    assertThat(fs.getPath("/g")).hasContent("x");
  }
}
