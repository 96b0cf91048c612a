package io.github.cordonfs.testkit.powercut;

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
   * Explores errors: runs a workload again and again, each time with another operation that fails,
   * and has the recovery look at what that left.
   *
   * @param workload runs once without an error, and then once for each
   * @param recovery runs after the workload, on the same disk, where nothing fails any more
   */
  public static FaultExploration faults(Workload workload, Recovery recovery) {
    return new FaultExploration(workload, recovery);
  }
}
