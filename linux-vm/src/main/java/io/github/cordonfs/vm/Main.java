package io.github.cordonfs.vm;

import io.github.cordonfs.HugePolicy;

/** Runs one job: its name, and numbers that it takes. Ends with 1 if anything is off. */
public final class Main {

  private Main() {}

  /** The work of a job. */
  private interface Job {
    void run(Findings findings) throws Exception;
  }

  /**
   * Runs a job.
   *
   * @param args name and arguments of the job
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "injector" -> Injector.serve(Long.parseLong(args[1]));
      case "survive" ->
          run(
              args,
              findings ->
                  new Survive(Integer.parseInt(args[1]), HugePolicy.valueOf(args[2]), findings)
                      .run());
      default -> throw new IllegalArgumentException("no job " + args[0]);
    }
  }

  private static void run(String[] args, Job job) throws Exception {
    Findings findings = new Findings();
    String name = String.join(" ", args);
    System.out.println("kernel " + Kernel.release() + ", Java " + Runtime.version());
    job.run(findings);
    if (!findings.print(name)) {
      System.exit(1);
    }
  }
}
