package io.github.cordonfs.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.FaultKind;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What JUnit shows of faults. */
class FaultTestTest {

  @Test
  void aProgramThatSurvivesHasOneInvocationWithTheCounts() {
    EngineExecutionResults results = run(Careful.class);
    assertThat(CordonExtensionTest.messages(results)).isEmpty();
    // A look at the attributes, open, write and move: the error, and what else there is for each.
    assertThat(names(results)).containsExactly("7 faults in 3 operations survived");
  }

  @Test
  void eachFaultThatIsNotSurvivedIsAnInvocationWithALineThatReplaysIt() {
    EngineExecutionResults results = run(Naive.class);
    assertThat(results.testEvents().succeeded().count()).isZero();
    assertThat(CordonExtensionTest.messages(results))
        .hasSizeGreaterThan(1)
        .allMatch(each -> each.contains("replay: -Dcordon.replay=f"))
        .anyMatch(
            each -> each.contains("failed with java.io.IOException: No space left on device"));
    assertThat(names(results)).anyMatch(each -> each.endsWith("[f2.WRITE.ENOSPC]"));
  }

  @Test
  void oneInvocationRunsByItself() {
    EngineExecutionResults all = run(Naive.class);
    String second =
        all.testEvents().failed().stream()
            .map(each -> each.getTestDescriptor())
            .filter(each -> each.getDisplayName().endsWith("[f2.WRITE.ENOSPC]"))
            .map(each -> each.getUniqueId().toString())
            .findFirst()
            .orElseThrow();
    EngineExecutionResults alone =
        EngineTestKit.engine("junit-jupiter").selectors(selectUniqueId(second)).execute();
    assertThat(names(alone)).singleElement().asString().endsWith("[f2.WRITE.ENOSPC]");
    assertThat(CordonExtensionTest.messages(alone)).hasSize(1);
  }

  @Test
  void theCodeOfARunInTheAnnotationMakesThatRunOnly() {
    EngineExecutionResults results = run(Replayed.class);
    assertThat(names(results)).singleElement().asString().endsWith("[f2.WRITE.ENOSPC]");
    assertThat(CordonExtensionTest.messages(results)).hasSize(1);
  }

  @Test
  void aWorkloadThatFailsInAnotherWayThanByAnIOExceptionIsShown() {
    EngineExecutionResults results = run(Careless.class);
    assertThat(CordonExtensionTest.messages(results))
        .isNotEmpty()
        .allMatch(each -> each.contains("IllegalStateException: unexpected"));
  }

  @Test
  void errorsAndKindsAreThoseOfTheAnnotation() {
    EngineExecutionResults results = run(Chosen.class);
    assertThat(names(results)).singleElement().asString().endsWith("[f2.WRITE.FLIPPED_BIT]");
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  private static List<String> names(EngineExecutionResults results) {
    return results.testEvents().finished().stream()
        .map(each -> each.getTestDescriptor().getDisplayName())
        .toList();
  }

  static class Careful {

    void work(TestDisk disk) throws IOException {
      Path temporary = disk.root().resolve("temporary");
      Files.writeString(temporary, "text");
      Files.move(temporary, disk.root().resolve("file"), StandardCopyOption.ATOMIC_MOVE);
      disk.promise("it");
    }

    @FaultTest(workload = "work")
    void isAllOrNothing(CrashedDisk disk) {
      check(disk);
    }
  }

  static class Naive {

    void work(TestDisk disk) throws IOException {
      Files.writeString(disk.root().resolve("file"), "text");
      disk.promise("it");
    }

    @FaultTest(workload = "work")
    void isAllOrNothing(CrashedDisk disk) {
      check(disk);
    }
  }

  static class Replayed extends Naive {

    @Override
    @FaultTest(workload = "work", replay = "f2.WRITE.ENOSPC")
    void isAllOrNothing(CrashedDisk disk) {
      check(disk);
    }
  }

  static class Careless {

    void work(TestDisk disk) {
      try {
        Files.createFile(disk.root().resolve("file"));
      } catch (IOException e) {
        throw new IllegalStateException("unexpected", e);
      }
    }

    @FaultTest(workload = "work")
    void promisesNothing(CrashedDisk disk) {
      assertThat(disk.promises()).isEmpty();
    }
  }

  static class Chosen {

    void before(TestDisk disk) throws IOException {
      Files.writeString(disk.root().resolve("before"), "there");
    }

    void work(TestDisk disk) {
      try {
        Files.writeString(disk.root().resolve("file"), "text");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      disk.promise("it");
    }

    @FaultTest(
        workload = "work",
        given = "before",
        errors = Errno.EROFS,
        kinds = FaultKind.FLIPPED_BIT)
    void isThere(CrashedDisk disk) {
      assertThat(disk.root().resolve("before")).hasContent("there");
      if (disk.isPromised("it")) {
        assertThat(disk.root().resolve("file")).hasContent("text");
      }
    }
  }

  private static void check(CrashedDisk disk) {
    Path file = disk.root().resolve("file");
    if (disk.isPromised("it") || Files.exists(file)) {
      assertThat(file).hasContent("text");
    }
  }
}
