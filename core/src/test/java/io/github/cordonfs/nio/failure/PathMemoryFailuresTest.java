package io.github.cordonfs.nio.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PathMemoryFailuresTest extends CordonFixture {

  @Test
  @Tag("U1")
  void aStrikeIsReportedWithEveryNameOfTheFile() throws IOException {
    Files.createDirectory(path("/d"));
    Path file = file("/f", 2 * PAGE + 10);
    Files.createLink(path("/d/g"), file);
    List<MemoryFailureEvent> heard = new ArrayList<>();
    MemoryFailureEvent event;
    try (var registration = failures().addListener(heard::add)) {
      event = failures().strike(file, 2 * PAGE + 1);
      assertThat(registration).isNotNull();
    }
    assertThat(heard).containsExactly(event);
    assertThat(event.paths()).containsExactlyInAnyOrder("/f", "/d/g");
    assertThat(event.pageIndex()).isEqualTo(2);
    assertThat(event.range()).isEqualTo(new ByteRange(2 * PAGE, 10));
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(event.source()).isEqualTo(FailureSource.INJECTED);
    assertThat(failures().counters().of(FailureSource.INJECTED).total()).isEqualTo(1);
    failures().strike(file, 0);
    assertThat(heard).hasSize(1);
  }

  @Test
  @Tag("U1")
  void aHoleIsInstantiatedFirst() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.allocate(0, 10 * PAGE, false);
      channel.punchHole(0, 10 * PAGE);
      assertThat(failures().frameOf(path("/f"), 5 * PAGE)).isEqualTo(-1);
      MemoryFailureEvent event = failures().strike(path("/f"), 5 * PAGE + 7);
      assertThat(failures().frameOf(path("/f"), 5 * PAGE)).isEqualTo(event.frame());
      assertThat(channel.badRanges()).containsExactly(new ByteRange(5 * PAGE, PAGE));
    }
  }

  @Test
  @Tag("U1")
  void anOffsetOutsideTheFileIsRefusedByName() throws IOException {
    Path file = file("/f", 10);
    for (long offset : new long[] {-1, 10, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> failures().strike(file, offset))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("offset " + offset, "size 10");
    }
    assertThatThrownBy(() -> failures().frameOf(file, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void symbolicLinksAreFollowed() throws IOException {
    Path file = file("/f", 10);
    Files.createSymbolicLink(path("/s"), file);
    assertThat(failures().strike(path("/s"), 0).paths()).containsExactly("/f");
    assertThat(failures().badRanges(path("/s"))).containsExactly(new ByteRange(0, 10));
  }

  @Test
  @Tag("U0")
  void withoutInjectionNothingIsStruck() throws IOException {
    try (CordonFileSystem safe =
        Cordon.newFileSystem(options().toBuilder().injection(false).build())) {
      Path file = Files.write(safe.getPath("/f"), bytes(10));
      MemoryFailures failures = safe.memoryFailures();
      assertThatThrownBy(() -> failures.strike(file, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> failures.strike(path("/other"), -1))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> failures.strikeFrame(0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> failures.strikeAddress(0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> failures.strikeRandom(0, 1))
          .isInstanceOf(IllegalStateException.class);
      assertThat(file).hasBinaryContent(bytes(10));
      assertThat(failures.badFiles()).isEmpty();
    }
  }

  @Test
  @Tag("U6")
  void badInputGetsAClearException() throws IOException {
    assertThatThrownBy(() -> failures().strike(path("/none"), 0))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> failures().strike(path("/"), 0))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> failures().badRanges(Path.of("/f")))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> failures().strikeFrame(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> failures().strikeFrame(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> failures().strikeRandom(1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    try (FileSystem other = Cordon.newFileSystem(options())) {
      Path foreign = Files.write(other.getPath("/f"), bytes(10));
      assertThatThrownBy(() -> failures().strike(foreign, 0))
          .isInstanceOf(ProviderMismatchException.class);
    }
    assertThatThrownBy(() -> CordonFileSystem.of(FileSystems.getDefault()).memoryFailures())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CordonFileSystem.of(FileSystems.getDefault()).memoryUsage())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("U6")
  void poisonedPagesStayCountedAsUsedUntilRemoved() throws IOException {
    Path file = fileWithPoison("/f", 3, 1);
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(3 * PAGE);
    assertThat(failures().clearPoison(file, new ByteRange(0, 3 * PAGE)))
        .containsExactly(new ByteRange(PAGE, PAGE));
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(2 * PAGE);
    assertThat(failures().badFiles()).isEmpty();
  }

  @Test
  @Tag("U1")
  void framesAreStruckByNumberAndAtRandom() throws IOException {
    Path file = file("/f", 100);
    int frame = failures().frameOf(file, 0);
    assertThat(failures().strikeFrame(frame).paths()).containsExactly("/f");
    assertThat(failures().strikeFrame(frame).message()).isEqualTo(MessageType.ALREADY_POISONED);
    file("/g", 20 * PAGE);
    List<MemoryFailureEvent> events = failures().strikeRandom(42, 5);
    assertThat(events).hasSize(5).allMatch(event -> event.paths().equals(List.of("/g")));
    assertThat(failures().badFiles()).containsExactlyInAnyOrder(path("/f"), path("/g"));
  }

  @Test
  @Tag("R4")
  void anUnlinkedFileIsReportedAsSuch() throws IOException {
    Path file = file("/f", 100);
    int frame = failures().frameOf(file, 0);
    try (var channel = channel(file)) {
      Files.delete(file);
      MemoryFailureEvent event = failures().strikeFrame(frame);
      assertThat(event.unlinked()).isTrue();
      assertThat(event.paths()).isEmpty();
      assertThat(channel.badRanges()).containsExactly(new ByteRange(0, 100));
    }
  }
}
