package io.github.cordonfs.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What {@link SparkBench} measured, and what follows from it. */
final class BenchRuns {

  static final String CLASSIC = "classic";
  static final String ANALYTICS = "analytics";
  static final String CORDON = "cordon";
  static final String TMPFS = "tmpfs";

  private static final String COLD = "cold";

  /** The rounds of a run by one way: seconds, and requests to S3. */
  private static final class Run {

    private double cold;
    private long coldRequests;
    private final List<Double> warm = new ArrayList<>();
    private long warmRequests;

    double cold() {
      return cold;
    }

    double coldRequests() {
      return coldRequests;
    }

    double warm() {
      return median(warm.stream().mapToDouble(each -> each).toArray());
    }

    /** Of the last round. */
    double warmRequests() {
      return warmRequests;
    }
  }

  /** By latency, way and number. */
  private final Map<String, Map<String, List<Run>>> all = new LinkedHashMap<>();

  private BenchRuns() {}

  /**
   * Reads what a driver printed.
   *
   * @param asked what S3 was asked for in each round
   * @throws IOException if not all rounds gave the same rows
   */
  static BenchRuns of(Driver driver, Map<String, S3Server.Asked> asked) throws IOException {
    if (driver.results().size() != 1) {
      throw new IOException("the results differ: " + driver.results());
    }
    BenchRuns runs = new BenchRuns();
    for (String line : driver.lines("ROUND ")) {
      System.out.println(line);
      String[] words = line.split(" ", -1);
      String[] name = words[1].split("-", -1);
      List<Run> ofWay =
          runs.all
              .computeIfAbsent(name[0], _ -> new LinkedHashMap<>())
              .computeIfAbsent(words[2], _ -> new ArrayList<>());
      if (ofWay.size() == Integer.parseInt(name[1])) {
        ofWay.add(new Run());
      }
      Run run = ofWay.getLast();
      long requests = asked.get(String.join("-", words[1], words[2], words[3])).requests();
      double seconds = Long.parseLong(words[4]) / 1000.0;
      if (words[3].equals(COLD)) {
        run.cold = seconds;
        run.coldRequests = requests;
      } else {
        run.warm.add(seconds);
        run.warmRequests = requests;
      }
    }
    return runs;
  }

  /**
   * Prints tables: the medians and the ranges of the times, and the ratios, of runs and medians.
   */
  void print() {
    System.out.println("| ms a request | | cold, s | warm, s | requests, cold | warm |");
    System.out.println("|---:|---|---:|---:|---:|---:|");
    all.forEach((latency, ways) ->
        ways.forEach((way, runs) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.0f | %.0f |%n",
                latency,
                way,
                spread(values(runs, Run::cold)),
                spread(values(runs, Run::warm)),
                median(values(runs, Run::coldRequests)),
                median(values(runs, Run::warmRequests)))));
    System.out.println("| ms a request | recovered | of medians | cold | of medians |");
    System.out.println("|---:|---:|---:|---:|---:|");
    all.forEach((latency, ways) -> {
      Map<String, Run> medians = new LinkedHashMap<>();
      ways.forEach((way, runs) -> medians.put(way, median(runs)));
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.2f | %s | %.2f |%n",
          latency,
          spread(ofEachRun(ways, BenchRuns::recovered)),
          recovered(medians),
          spread(ofEachRun(ways, BenchRuns::costOfFilling)),
          costOfFilling(medians));
    });
  }

  /** Returns the times of a run in the middle. */
  private static Run median(List<Run> runs) {
    Run median = new Run();
    median.cold = median(values(runs, Run::cold));
    median.warm.add(median(values(runs, Run::warm)));
    return median;
  }

  private static double[] ofEachRun(
      Map<String, List<Run>> ways, ToDoubleFunction<Map<String, Run>> value) {
    return IntStream.range(0, ways.get(CORDON).size())
        .mapToDouble(i -> {
          Map<String, Run> run = new LinkedHashMap<>();
          ways.forEach((way, runs) -> run.put(way, runs.get(i)));
          return value.applyAsDouble(run);
        })
        .toArray();
  }

  /** Returns the part of what a tmpfs gains over the better stream of S3A that Cordon gains. */
  private static double recovered(Map<String, Run> run) {
    double alone = Math.min(run.get(CLASSIC).warm(), run.get(ANALYTICS).warm());
    return (alone - run.get(CORDON).warm()) / (alone - run.get(TMPFS).warm());
  }

  private static double costOfFilling(Map<String, Run> run) {
    return run.get(CORDON).cold() / Math.min(run.get(CLASSIC).cold(), run.get(ANALYTICS).cold());
  }

  private static double[] values(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).toArray();
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String spread(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT, "%.2f (%.2f–%.2f)", median(values), sorted[0], sorted[sorted.length - 1]);
  }
}
