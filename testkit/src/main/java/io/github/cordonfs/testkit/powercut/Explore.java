package io.github.cordonfs.testkit.powercut;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Begins an exploration, of power cuts or of errors.
 *
 * <pre>{@code
 * Explore.powerCuts(
 *         disk -> {
 *           store.put(disk.root(), "key", "value");
 *           disk.promise("key");
 *         },
 *         disk -> {
 *           if (disk.isPromised("key")) {
 *             assertEquals("value", store.get(disk.root(), "key"));
 *           }
 *         })
 *     .check();
 * }</pre>
 */
public final class Explore {

  private Explore() {}

  /**
   * Explores power cuts: runs a workload once, and has the recovery look at what each power cut
   * during it could have left.
   *
   * @param workload runs once
   * @param recovery runs for each disk that is different, in several threads
   */
  public static PowerCutExploration powerCuts(Workload workload, Recovery recovery) {
    return new PowerCutExploration(workload, recovery);
  }

  /**
   * Explores power cuts of a program that was not written for it, and that finds its files by
   * {@link Path#of}. It runs in a JVM of its own with the overlay, in which the directories are in
   * memory, and empty. What it prints on its standard output is what it has promised, line by line.
   *
   * <p>There is nothing to be said about {@link PowerCutExploration#given} and {@link
   * PowerCutExploration#restart}.
   *
   * @param workload runs once; it may end by {@link System#exit}
   * @param check runs for each disk that is different, with classes of its own, in one of several
   *     JVMs: it starts the program again, and fails by an exception or by another exit status than
   *     0 if something is lost. Behind its own arguments it gets the lines that had been printed
   * @param directory absolute path of a directory in which the program has files
   * @param more of them
   */
  public static PowerCutExploration powerCuts(
      Program workload, Program check, Path directory, Path... more) {
    return PowerCutExploration.of(new ProgramRuns(all(directory, more), workload, check));
  }

  /**
   * Explores errors: runs a workload again and again, each time with another operation that fails,
   * and has the recovery look at what that left.
   *
   * @param workload runs once without an error, and then once for each
   * @param recovery runs after the workload, on the same disk, where nothing fails any more
   */
  public static FaultExploration faults(Workload workload, Recovery recovery) {
    return new FaultExploration(workload, recovery);
  }

  /**
   * Explores errors of a program that was not written for it, as {@link #powerCuts(Program,
   * Program, Path, Path...)} explores power cuts. An {@link java.io.IOException} that its main
   * method throws, and {@link System#exit}, are how it copes.
   *
   * @param workload runs once without an error, and then once for each, with classes of its own
   * @param check runs after it, on what it left
   * @param directory absolute path of a directory in which the program has files
   * @param more of them
   */
  public static FaultExploration faults(
      Program workload, Program check, Path directory, Path... more) {
    return FaultExploration.of(new ProgramRuns(all(directory, more), workload, check));
  }

  private static List<Path> all(Path directory, Path... more) {
    List<Path> all = new ArrayList<>(List.of(more));
    all.addFirst(directory);
    return all;
  }
}
