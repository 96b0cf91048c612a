package io.github.cordonfs.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Carries out a {@link Plan}. Within a round the targets of a cell are measured one right after the
 * other, and every other round in the opposite order: what drifts, such as the clock of a warm
 * processor, then favours nobody.
 */
final class Campaign {

  private final Plan plan;
  private final CellRun run;
  private final PrintWriter progress;
  private final Results results = new Results();
  private final StrikeSamples strikes = new StrikeSamples();
  private final List<String> notes = new ArrayList<>();
  private final long begin = System.nanoTime();
  private int done;

  /**
   * Prepares a campaign.
   *
   * @param plan what to measure
   * @param verbose whether JMH reports what it does
   * @param progress where to say how far it has come
   */
  Campaign(Plan plan, boolean verbose, PrintWriter progress) {
    List<Target> available = plan.targets().stream().filter(Target::isAvailable).toList();
    for (Target target : plan.targets()) {
      if (!available.contains(target)) {
        notes.add(target + " is left out: this machine has none.");
      }
    }
    this.plan = plan.withTargets(available);
    this.run = new CellRun(plan.pace(), verbose);
    this.progress = progress;
  }

  /** Measures everything and returns what was found. */
  Outcome run() throws InterruptedException {
    int rounds = 0;
    while (rounds < plan.rounds() && (rounds == 0 || elapsedAfterRound(rounds) < limit())) {
      round(rounds++);
    }
    return new Outcome(plan, rounds, elapsed(), results, strikes, List.copyOf(notes));
  }

  /**
   * What was found.
   *
   * @param plan what was to be measured, without targets that do not exist here
   * @param rounds how many were run
   * @param elapsed the time it took
   * @param results throughputs
   * @param strikes latencies
   * @param notes what went otherwise than planned
   */
  record Outcome(
      Plan plan,
      int rounds,
      Duration elapsed,
      Results results,
      StrikeSamples strikes,
      List<String> notes) {}

  private void round(int number) throws InterruptedException {
    results.beginRound();
    List<Target> targets = new ArrayList<>(plan.targets());
    if (number % 2 == 1) {
      Collections.reverse(targets);
    }
    for (Cell cell : plan.cells()) {
      for (Target target : targets) {
        if (target.can(cell.operation())) {
          measure(cell, target);
        }
      }
    }
    if (number < plan.strikeRounds()) {
      measureStrikes();
    }
  }

  private void measure(Cell cell, Target target) {
    String what = cell + ": " + target;
    try {
      double figure = run.measure(cell, target);
      results.add(cell, target, figure);
      report("%s %.2f GB/s".formatted(what, figure));
    } catch (RunnerException e) {
      // The others can still be compared.
      fail(what, e);
    }
  }

  private void measureStrikes() throws InterruptedException {
    try {
      strikes.addFormatted(Forks.run(StrikeProbe.class));
      report("latency of a strike");
    } catch (IOException e) {
      fail("latency of a strike", e);
    }
  }

  private void fail(String what, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null || cause.getSuppressed().length > 0) {
      cause = cause.getCause() != null ? cause.getCause() : cause.getSuppressed()[0];
    }
    String text = what + " failed: " + cause;
    if (!notes.contains(text)) {
      notes.add(text);
    }
    report(text);
  }

  private void report(String what) {
    done++;
    long figures =
        plan.cells().stream()
            .mapToLong(cell -> plan.targets().stream().filter(t -> t.can(cell.operation())).count())
            .sum();
    long all = figures * plan.rounds() + plan.strikeRounds();
    progress.printf("%4d s  %d of at most %d  %s%n", elapsed().toSeconds(), done, all, what);
    progress.flush();
  }

  private long elapsedAfterRound(int rounds) {
    return elapsed().toMillis() * (rounds + 1) / rounds;
  }

  private long limit() {
    return plan.limit().toMillis();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
