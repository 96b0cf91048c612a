package io.github.cordonfs.vm;

import io.github.cordonfs.vm.record.Recorder;

/**
 * Runs one job: its name, how many pages are to fail, and what pages files are made of. Ends with 1
 * if anything is off.
 */
public final class Main {

  private Main() {}

  /** The work of a job. */
  private interface Job {
    void run(int times, Shape shape, Findings findings) throws Exception;
  }

  /**
   * Runs a job.
   *
   * @param args name and arguments of the job
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "injector" -> Injector.serve();
      case "record" ->
          Recorder.record(
              Long.parseLong(args[1]),
              Long.parseLong(args[2]),
              Shape.valueOf(args[3]) == Shape.HUGE,
              Kernel.release());
      case "survive" -> run(args, Survive::run);
      case "machine-check" -> run(args, Survive::runMachineChecks);
      case "consume" -> run(args, Consume::run);
      case "renew" -> run(args, Renew::run);
      case "patrol" -> run(args, PatrolFinds::run);
      case "mount" -> run(args, MountHeals::run);
      case "dirty" -> run(args, DirtyPages::run);
      case "outcomes" -> run(args, (_, _, findings) -> Outcomes.run(findings));
      case "victim" -> Victim.run(args[1]);
      case "soft-offline" -> run(args, SoftOffline::run);
      default -> throw new IllegalArgumentException("no job " + args[0]);
    }
  }

  private static void run(String[] args, Job job) throws Exception {
    Findings findings = new Findings();
    String name = String.join(" ", args);
    Shape shape = Shape.valueOf(args[2]);
    System.out.println("kernel " + Kernel.release() + ", Java " + Runtime.version());
    job.run(Integer.parseInt(args[1]), shape, findings);
    boolean good = findings.print(name);
    if (shape == Shape.DROPPED) {
      // A job that cannot fail would prove nothing.
      System.out.println((good ? "FAIL " : "PASS ") + name + ": it had to find something wrong");
    }
    if (good == (shape == Shape.DROPPED)) {
      System.exit(1);
    }
  }
}
