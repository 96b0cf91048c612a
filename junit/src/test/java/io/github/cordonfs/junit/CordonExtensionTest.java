package io.github.cordonfs.junit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.Faults;
import io.github.cordonfs.testkit.FileOp;
import io.github.cordonfs.testkit.Hang;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What the extension and the factory do in tests that JUnit runs. */
class CordonExtensionTest {

  private static final List<FileSystem> SEEN = Collections.synchronizedList(new ArrayList<>());

  @Test
  void eachTestHasAFileSystemOfItsOwnThatIsClosedAfterIt() {
    SEEN.clear();
    EngineExecutionResults results = run(Injected.class);
    assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates().noneMatch(FileSystem::isOpen);
  }

  @Test
  void whatIsLeftOpenIsNamedWithWhereItWasOpened() {
    EngineExecutionResults results = run(Leaking.class);
    assertThat(messages(results))
        .singleElement()
        .asString()
        .contains("left open by the test", "/test/leak", "CordonExtensionTest$Leaking.leaks");
  }

  @Test
  void temporaryDirectoriesLieInMemoryAndFaultsEndBeforeTheyAreDeleted() {
    SEEN.clear();
    EngineExecutionResults results = run(InTempDir.class);
    assertThat(messages(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
    assertThat(SEEN).hasSize(2).noneMatch(FileSystem::isOpen);
  }

  @Test
  void theFactoryCanBeTheDefaultOfAllTests() {
    SEEN.clear();
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter(
                "junit.jupiter.tempdir.factory.default", CordonTempDirFactory.class.getName())
            .selectors(selectClass(Unchanged.class))
            .execute();
    assertThat(messages(results)).isEmpty();
    assertThat(SEEN).singleElement().isInstanceOf(CordonFileSystem.class);
  }

  @Test
  void aTemporaryFileOfTheOldKindCannotLieInMemory() {
    EngineExecutionResults results = run(OldFile.class);
    assertThat(messages(results)).singleElement().asString().contains("Failed to create");
  }

  @Test
  void whatJUnitIsToldToKeepIsOnTheDisk() throws IOException {
    EngineExecutionResults results = run(Kept.class);
    List<String> kept =
        results.allEvents().reportingEntryPublished().stream()
            .flatMap(event ->
                event.getPayload(org.junit.platform.engine.reporting.ReportEntry.class).stream())
            .map(entry -> entry.getKeyValuePairs().get("kept"))
            .toList();
    assertThat(kept).hasSize(1);
    Path directory = Path.of(kept.getFirst());
    assertThat(directory.resolve("inner/left")).hasContent("evidence");
    for (String each : List.of("inner/left", "inner", "")) {
      Files.delete(directory.resolve(each));
    }
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  static List<String> messages(EngineExecutionResults results) {
    return results.allEvents().failed().stream()
        .map(Event::getPayload)
        .map(each ->
            ((org.junit.platform.engine.TestExecutionResult) each.orElseThrow())
                .getThrowable()
                .orElseThrow()
                .toString())
        .toList();
  }

  @CordonTest
  static class Injected {

    @BeforeEach
    void prepare(Path directory) throws IOException {
      Files.writeString(directory.resolve("file"), "prepared");
    }

    @Test
    void fails(FileSystem fs, Path directory, Faults faults) throws IOException {
      SEEN.add(fs);
      assertThat(directory.getFileSystem()).isSameAs(fs);
      assertThat(directory.resolve("file")).hasContent("prepared");
      faults.on("**").fail(Errno.EIO);
      assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void works(CordonFileSystem fs, FaultDisk disk) {
      SEEN.add(fs);
      assertThat(disk.fileSystem()).isSameAs(fs);
      assertThat(Files.exists(fs.getPath("/test"))).isTrue();
    }
  }

  @CordonTest
  static class Leaking {

    @Test
    void leaks(Path directory) throws IOException {
      FileChannel leaked = FileChannel.open(directory.resolve("leak"), CREATE, WRITE);
      assertThat(leaked.isOpen()).isTrue();
    }
  }

  static class InTempDir {

    @TempDir(factory = CordonTempDirFactory.class)
    Path directory;

    @Test
    void fails() throws IOException {
      SEEN.add(directory.getFileSystem());
      Files.createDirectories(directory.resolve("a/b"));
      Files.writeString(directory.resolve("a/b/c"), "text");
      Faults.of(directory).on("**").fail(Errno.EIO);
    }

    @Test
    void hangs() throws Exception {
      SEEN.add(directory.getFileSystem());
      Hang hang = Faults.of(directory).on("**").op(FileOp.CREATE_DIRECTORY).hang();
      Path hanging = directory.resolve("a");
      Thread thread =
          new Thread(() -> {
            try {
              Files.createDirectory(hanging);
            } catch (IOException | RuntimeException _) {
              // The directory is deleted around it.
            }
          });
      thread.start();
      assertThat(hang.awaitCaught(Duration.ofSeconds(60))).isTrue();
    }
  }

  static class Unchanged {

    @Test
    void writes(@TempDir Path directory) throws IOException {
      SEEN.add(directory.getFileSystem());
      assertThat(Files.writeString(directory.resolve("file"), "text")).hasContent("text");
    }
  }

  static class OldFile {

    @TempDir(factory = CordonTempDirFactory.class)
    File directory;

    @Test
    void runs() {
      assertThat(directory).exists();
    }
  }

  static class Kept {

    @TempDir(factory = CordonTempDirFactory.class, cleanup = CleanupMode.NEVER)
    Path directory;

    @Test
    void leaves() throws IOException {
      Files.createDirectory(directory.resolve("inner"));
      Files.writeString(directory.resolve("inner/left"), "evidence");
    }
  }
}
