package io.github.cordonfs.junit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What JUnit shows of power cuts. */
class PowerCutTestTest {

  @Test
  void aProgramThatSurvivesHasOneInvocationWithTheCounts() {
    EngineExecutionResults results = run(Careful.class);
    assertThat(CordonExtensionTest.messages(results)).isEmpty();
    assertThat(names(results)).singleElement().asString().matches("\\d+ disks after power cuts.*");
  }

  @Test
  void eachStateThatFailsIsAnInvocationWithALineThatReplaysIt() {
    EngineExecutionResults results = run(Naive.class);
    assertThat(results.testEvents().failed().count()).isPositive();
    assertThat(results.testEvents().succeeded().count()).isZero();
    assertThat(CordonExtensionTest.messages(results))
        .allMatch(each -> each.contains("replay: -Dcordon.replay=c"))
        .anyMatch(each -> each.contains("lost: 1 create /file"));
    assertThat(names(results)).allMatch(each -> each.startsWith("power cut after operation"));
  }

  @Test
  void theSecondPowerCutIsDuringTheRestart() {
    EngineExecutionResults results = run(Restarted.class);
    assertThat(CordonExtensionTest.messages(results))
        .isNotEmpty()
        .allMatch(each -> each.contains("then, after the restart, power cut"));
    assertThat(names(results)).allMatch(each -> each.contains("+c"));
  }

  @Test
  void pagesOfFailingStatesAreWrittenWhereTheConfigurationSays(@TempDir Path directory)
      throws IOException {
    EngineTestKit.engine("junit-jupiter")
        .configurationParameter("cordon.pages", directory.resolve("pages").toString())
        .selectors(selectClass(Naive.class))
        .execute();
    try (Stream<Path> pages = Files.list(directory.resolve("pages"))) {
      assertThat(pages)
          .isNotEmpty()
          .allMatch(each -> each.getFileName().toString().matches("Naive-c.*\\.html"));
    }
  }

  @Test
  void aWorkloadThatIsNotThereIsNamed() {
    assertThat(CordonExtensionTest.messages(run(Wrong.class)))
        .singleElement()
        .asString()
        .contains("has no method nowhere");
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  private static java.util.List<String> names(EngineExecutionResults results) {
    return results.testEvents().finished().stream()
        .map(each -> each.getTestDescriptor().getDisplayName())
        .toList();
  }

  static class Careful {

    void work(TestDisk disk) throws IOException {
      write(disk.root().resolve("file"));
      try (FileChannel channel = FileChannel.open(disk.root(), READ)) {
        channel.force(true);
      }
      disk.promise("it");
    }

    @PowerCutTest(workload = "work")
    void isThere(CrashedDisk disk) {
      check(disk);
    }
  }

  static class Naive {

    void work(TestDisk disk) throws IOException {
      write(disk.root().resolve("file"));
      disk.promise("it");
    }

    @PowerCutTest(workload = "work")
    void isThere(CrashedDisk disk) {
      check(disk);
    }
  }

  static class Restarted extends Careful {

    void start(TestDisk disk) throws IOException {
      // Empties the file first: without a power cut in between nobody sees it.
      Files.writeString(disk.root().resolve("file"), "text");
    }

    @Override
    @PowerCutTest(workload = "work", restart = "start")
    void isThere(CrashedDisk disk) {
      check(disk);
    }
  }

  static class Wrong {

    @PowerCutTest(workload = "nowhere")
    void isThere(CrashedDisk disk) {
      check(disk);
    }
  }

  private static void check(CrashedDisk disk) {
    if (disk.isPromised("it")) {
      assertThat(disk.root().resolve("file")).hasContent("text");
    }
  }

  private static void write(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode("text"));
      channel.force(true);
    }
  }
}
