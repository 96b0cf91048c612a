package io.github.cordonfs.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The driver of {@link SparkBench}: one executor reads the same tables by each way in turn, so that
 * all of them have the same code, compiled as well. Its setting {@link #WAYS} has their names and
 * roots.
 */
final class BenchJob {

  /** As {@code name=root,name=root}. A root is that of tables for each run, by its name. */
  static final String WAYS = "cordon.bench.ways";

  /** Before the name of a run in the mark that asks for its tables. */
  static final String PREPARE = "prepare-";

  /** Rounds once all is in the cache. */
  private static final int WARM_ROUNDS = 2;

  private static final String WARM_UP = "0-up";

  private final SparkSession spark;
  private final Map<String, String> ways = new LinkedHashMap<>();

  private BenchJob(SparkSession spark) {
    this.spark = spark;
    for (String each : spark.conf().get(WAYS).split(",", -1)) {
      ways.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
    }
  }

  /**
   * Runs it, and prints a line for each round: what was read, and milliseconds.
   *
   * @param latencies of S3 in milliseconds, separated by commas
   */
  static void run(SparkSession spark, String latencies, int runs) {
    BenchJob job = new BenchJob(spark);
    List<String> names = new ArrayList<>(job.ways.keySet());
    SparkJob.mark(spark, PREPARE + WARM_UP);
    for (String each : names) {
      job.measure(WARM_UP, each);
    }
    for (String latency : latencies.split(",", -1)) {
      for (int i = 0; i < runs; i++) {
        String run = latency + "-" + i;
        SparkJob.mark(spark, PREPARE + run);
        for (String each : names) {
          job.measure(run, each);
        }
        Collections.rotate(names, 1);
      }
    }
    SparkJob.mark(spark, "end");
  }

  private void measure(String run, String way) {
    SparkJob.useTables(spark, ways.get(way) + "/" + run, TpchLike.TABLES);
    round(run, way, "cold");
    for (int i = 0; i < WARM_ROUNDS; i++) {
      round(run, way, "warm" + i);
    }
  }

  private void round(String run, String way, String kind) {
    SparkJob.mark(spark, run + "-" + way + "-" + kind);
    long begin = System.nanoTime();
    List<String> rows = new ArrayList<>();
    TpchLike.queries().values().forEach(each -> rows.add(SparkJob.hash(spark.sql(each))));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    SparkJob.mark(spark, "between");
    System.out.println("RESULT " + rows);
    if (!run.equals(WARM_UP)) {
      System.out.println("ROUND " + run + " " + way + " " + kind + " " + millis);
    }
  }
}
