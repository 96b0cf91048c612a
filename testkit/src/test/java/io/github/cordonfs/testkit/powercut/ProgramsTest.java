package io.github.cordonfs.testkit.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Power cuts of programs that know nothing of the kit, in JVMs with the overlay. */
class ProgramsTest {

  private static final Path DATA = Path.of("/cordon-test-data");

  /** Stores what it is given, and says so. */
  static final class Naive {
    private Naive() {}

    public static void main(String[] args) throws IOException {
      for (String each : args) {
        Path next = Files.writeString(Path.of("/cordon-test-data/next"), each);
        Files.move(next, next.resolveSibling("value"), StandardCopyOption.ATOMIC_MOVE);
        System.out.println("stored " + each);
      }
    }
  }

  /** The same, with all that it takes. Ends as programs do that have a command line. */
  static final class Careful {
    private Careful() {}

    public static void main(String[] args) throws IOException {
      for (String each : args) {
        Path next = Files.writeString(Path.of("/cordon-test-data/next"), each);
        force(next, StandardOpenOption.WRITE);
        Files.move(next, next.resolveSibling("value"), StandardCopyOption.ATOMIC_MOVE);
        force(next.getParent(), StandardOpenOption.READ);
        System.out.println("stored " + each);
      }
      System.exit(0);
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
      try (FileChannel channel = FileChannel.open(path, option)) {
        channel.force(true);
      }
    }
  }

  /** Looks for the value that was stored last. */
  static final class Check {

    private static int runs;

    private Check() {}

    public static void main(String[] args) throws IOException {
      if (runs++ > 0) {
        throw new IllegalStateException("classes of another check");
      }
      Path file = Path.of("/cordon-test-data/value");
      String found = Files.exists(file) ? Files.readString(file) : "nothing";
      List<String> possible =
          switch (args.length) {
            case 0 -> List.of("nothing", "one");
            case 1 -> List.of("one", "two");
            default -> List.of("two");
          };
      if (!possible.contains(found)) {
        throw new IllegalStateException("promised " + List.of(args) + ", found '" + found + "'");
      }
    }
  }

  /** The same for scripts: says by its exit status whether the value is there. */
  static final class StatusCheck {
    private StatusCheck() {}

    public static void main(String[] args) throws IOException {
      boolean there = Files.exists(Path.of("/cordon-test-data/value"));
      System.exit(args.length > 0 && !there ? 3 : 0);
    }
  }

  private static PowerCutExploration exploring(Class<?> program, Class<?> check) {
    return Explore.powerCuts(Program.main(program, "one", "two"), Program.main(check), DATA)
        .random(2, 1)
        .forces(false);
  }

  @Test
  void aNaiveProgramIsFoundOutAndOneLineReplaysIt() throws Exception {
    PowerCutReport report = exploring(Naive.class, Check.class).run();
    FailingState failing = report.failures().getFirst();
    assertThat(failing.toString())
        .contains("/cordon-test-data/value", "recovery: java.lang.IllegalStateException: promised");
    PowerCutReport again = exploring(Naive.class, Check.class).replay(failing.code()).run();
    assertThat(again.failures().getFirst().toString()).isEqualTo(failing.toString());
    assertThat(Files.exists(DATA)).as("on the real disk").isFalse();
  }

  @Test
  void aCarefulProgramSurvives() throws Exception {
    PowerCutReport report = exploring(Careful.class, Check.class).forces(true).check();
    assertThat(report.checked()).isGreaterThan(10);
    assertThat(report.redundantForces()).isEmpty();
    assertThat(report.forces())
        .allSatisfy(each -> assertThat(each.toString()).contains("main(ProgramsTest.java"));
  }

  @Test
  void anExitStatusIsAVerdictToo() throws Exception {
    assertThat(exploring(Naive.class, StatusCheck.class).run().failures().getFirst().toString())
        .contains("recovery: the program ended with exit status 3");
  }

  @Test
  void aProgramThatFailsByItselfIsNotExplored() {
    assertThatThrownBy(() -> exploring(String.class, Check.class).run())
        .hasToString("java.lang.NoSuchMethodException: java.lang.String.main([Ljava.lang.String;)");
  }

  /** Overwrites the value in place: a write that fails or is short leaves half of it. */
  static final class InPlace {
    private InPlace() {}

    public static void main(String[] args) throws IOException {
      for (String each : args) {
        Files.writeString(Path.of("/cordon-test-data/value"), each);
        System.out.println("stored " + each);
      }
    }
  }

  /** The careful one, which tells by its exit status that it could not store. */
  static final class CarefulCommand {
    private CarefulCommand() {}

    public static void main(String[] args) {
      try {
        Careful.main(args);
      } catch (IOException e) {
        System.exit(1);
      }
    }
  }

  private static FaultExploration failing(Class<?> program) {
    return Explore.faults(Program.main(program, "one", "two"), Program.main(Check.class), DATA);
  }

  @Test
  void aProgramThatOverwritesDoesNotSurviveAFaultAndOneLineReplaysIt() throws Exception {
    FaultReport report = failing(InPlace.class).run();
    FailingRun failing = report.failures().getFirst();
    assertThat(failing.toString())
        .contains(
            "/cordon-test-data/value", "afterwards: java.lang.IllegalStateException: promised");
    FaultReport again = failing(InPlace.class).replay(failing.code()).run();
    assertThat(again.failures().getFirst().toString()).isEqualTo(failing.toString());
    try (var left = failing.again().fileSystem()) {
      assertThat(Files.exists(left.getPath("/cordon-test-data/value"))).isTrue();
    }
  }

  @Test
  void oneThatWritesAnotherFileFirstSurvivesThemAll() throws Exception {
    FaultReport report = failing(CarefulCommand.class).threads(2).check();
    assertThat(report.operations()).isGreaterThan(10);
    assertThat(report.runs()).isGreaterThan(20);
  }
}
