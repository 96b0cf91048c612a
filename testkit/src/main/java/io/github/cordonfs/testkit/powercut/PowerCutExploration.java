package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.testkit.FaultDisk;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exploration of power cuts, before it runs. For one thread.
 *
 * <p>For each place in the recording where the power may go, the states are: all that was not
 * forced lost; all kept; each prefix kept; each change alone lost; each alone kept; the last write
 * torn in four ways, with all else kept and with all else lost; and some at random. Equal disks
 * with the same promises are checked once.
 */
public final class PowerCutExploration {

  /** The system property that has an exploration check one state only: {@value}. */
  public static final String REPLAY = "cordon.replay";

  private final Workload workload;
  private final Recovery recovery;

  /** What runs in JVMs of its own instead; null if nothing does. */
  private @Nullable ProgramRuns programs;

  private @Nullable Workload given;
  private @Nullable Workload restart;
  private int randomPerCut = 20;
  private long seed = 1;
  private int maxStates = 20_000;
  private int maxFailures = 1;
  private int threads = Runtime.getRuntime().availableProcessors();
  private boolean forces = true;
  private boolean tears = true;
  private MappedForce mappedForce = MappedForce.IGNORED;
  private String size = "256m";
  private @Nullable String replay = System.getProperty(REPLAY);

  PowerCutExploration(Workload workload, Recovery recovery) {
    this.workload = Objects.requireNonNull(workload, "workload");
    this.recovery = Objects.requireNonNull(recovery, "recovery");
  }

  static PowerCutExploration of(ProgramRuns programs) {
    PowerCutExploration exploration = new PowerCutExploration(_ -> {}, _ -> {});
    exploration.programs = programs;
    return exploration;
  }

  /** Says what is done before the recording begins; all of it is on the disk for sure. */
  public PowerCutExploration given(Workload before) {
    given = before;
    return this;
  }

  /**
   * Says what the program does when it starts again: open its store, for example. It runs on each
   * disk that a power cut may have left and that the recovery survived, is recorded like the
   * workload, and the recovery is given every disk that a second power cut, during it, may leave.
   * It must not fail there. What it promises is added to what was promised before.
   */
  public PowerCutExploration restart(Workload start) {
    restart = start;
    return this;
  }

  /**
   * Says how many states are chosen at random.
   *
   * @param perCut for each place where the power may go, from 0; 20 if nothing is said
   * @param seed of the choice; 1 if nothing is said
   */
  public PowerCutExploration random(int perCut, long seed) {
    randomPerCut = atLeast(0, perCut);
    this.seed = seed;
    return this;
  }

  /**
   * Limits how many different disks are checked: for the exploration itself, once more for power
   * cuts during restarts, and once more for each place that forces. The report says if there were
   * more.
   *
   * @param states from 1; 20,000 if nothing is said
   */
  public PowerCutExploration maxStates(int states) {
    maxStates = atLeast(1, states);
    return this;
  }

  /**
   * Ends the exploration when so many states have failed.
   *
   * @param failures from 1, which it is if nothing is said
   */
  public PowerCutExploration maxFailures(int failures) {
    maxFailures = atLeast(1, failures);
    return this;
  }

  /**
   * Sets in how many threads the recovery runs. The report does not depend on it.
   *
   * @param count from 1; the number of processors if nothing is said
   */
  public PowerCutExploration threads(int count) {
    threads = atLeast(1, count);
    return this;
  }

  /**
   * Says whether writes may reach the disk in part; yes if not said. Without, each write is whole
   * or lost, and those longer than a page in the pieces that they are recorded in: for programs
   * that rely on a disk whose pages are atomic.
   */
  public PowerCutExploration tornWrites(boolean possible) {
    tears = possible;
    return this;
  }

  /**
   * Says what is taken for forced of what is stored through writable mappings; {@link
   * MappedForce#IGNORED} if nothing is said.
   */
  public PowerCutExploration mappedForce(MappedForce taken) {
    mappedForce = taken;
    return this;
  }

  /** Says whether to find out, if nothing failed, which forces are needed; yes if not said. */
  public PowerCutExploration forces(boolean wanted) {
    forces = wanted;
    return this;
  }

  /**
   * Sets the size of the workload's disk.
   *
   * @param diskSize as in {@code CordonOptions}: 256m if nothing is said
   */
  public PowerCutExploration size(String diskSize) {
    size = diskSize;
    return this;
  }

  /**
   * Checks one state only, that of an earlier report. The system property {@value #REPLAY} does the
   * same.
   *
   * @param code what {@link FailingState#code} returned
   */
  public PowerCutExploration replay(String code) {
    replay = code;
    return this;
  }

  /**
   * Runs it.
   *
   * @return what was found
   * @throws IllegalStateException if a state is to be replayed and the workload did not do what it
   *     did then
   * @throws Exception if the workload fails
   */
  public PowerCutReport run() throws Exception {
    if (programs == null) {
      return run(record(), StateCheck.by(recovery));
    }
    if (given != null || restart != null) {
      throw new IllegalStateException("given and restart are not there for programs");
    }
    try (ProgramRuns runs = programs) {
      return run(runs.ofSize(size).record(mappedForce), runs);
    }
  }

  private PowerCutReport run(DiskLog log, ImageCheck check) throws Exception {
    Exploration exploration = new Exploration(log, check, restart, limits());
    return replay == null ? exploration.explore(forces) : exploration.replay(replay);
  }

  /**
   * Runs it, and fails if a state did.
   *
   * @return what was found
   * @throws AssertionError if the recovery failed; the message says how to replay that
   * @throws Exception if the workload fails
   */
  public PowerCutReport check() throws Exception {
    PowerCutReport report = run();
    report.assertSurvived();
    return report;
  }

  private Exploration.Limits limits() {
    return new Exploration.Limits(
        randomPerCut, seed, tears, mappedForce, maxStates, maxFailures, threads);
  }

  private DiskLog record() throws Exception {
    try (FaultDisk disk =
        FaultDisk.inCordon(CordonOptions.builder().size(size).injection(true).build())) {
      if (given != null) {
        DiskLog unused = disk.unseen(() -> new DiskLog(disk.observed().getPath("/")));
        given.run(new TestDisk(disk, unused));
      }
      DiskLog log = disk.unseen(() -> new DiskLog(disk.observed().getPath("/"), mappedForce));
      disk.observe(log);
      try {
        workload.run(new TestDisk(disk, log));
      } finally {
        log.seal();
        disk.observe(null);
      }
      return log;
    }
  }

  static int atLeast(int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(value + " is less than " + least);
    }
    return value;
  }

  @Override
  public String toString() {
    return "power cuts, " + limits();
  }
}
