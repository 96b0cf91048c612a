package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A cluster of a thousand executors that read a million blocks, placed by the ring and at random.
 * What it prints is in docs/spark.md.
 */
class AffinitySimulationTest {

  private static final int EXECUTORS = 1000;
  private static final int BLOCKS = 1_000_000;

  /** Blocks that an executor's cache holds: a quarter more than its share. */
  private static final int CACHE = BLOCKS / EXECUTORS * 5 / 4;

  private static final int ROUNDS = 3;

  /** Executors that are replaced between two rounds: one in a hundred. */
  private static final int REPLACED = EXECUTORS / 100;

  /** How often a task does not wait for its executor, in a busy cluster. */
  private static final double ELSEWHERE = 0.05;

  private int started;

  private String start() {
    return "executor_10.0.0.1_" + started++;
  }

  private List<String> executors() {
    List<String> executors = new ArrayList<>();
    for (int i = 0; i < EXECUTORS; i++) {
      executors.add(start());
    }
    return executors;
  }

  /** As a table has them: a hundred blocks a file. */
  private static String[] place(List<String> executors) {
    ExecutorRing ring = new ExecutorRing(executors);
    String[] places = new String[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      places[i] = ring.executorOf("/warehouse/sales/part-" + i / 100 + ".parquet", i % 100);
    }
    return places;
  }

  private static double moved(String[] before, String[] after) {
    int moved = 0;
    for (int i = 0; i < BLOCKS; i++) {
      moved += before[i].equals(after[i]) ? 0 : 1;
    }
    return 100.0 * moved / BLOCKS;
  }

  /** How much more the busiest executor has than the average, and the least busy less. */
  private static double[] skew(String[] places) {
    Map<String, Integer> shares = new HashMap<>();
    for (String each : places) {
      shares.merge(each, 1, Integer::sum);
    }
    double average = (double) BLOCKS / EXECUTORS;
    return new double[] {
      shares.values().stream().mapToInt(each -> each).max().orElseThrow() / average,
      shares.values().stream().mapToInt(each -> each).min().orElseThrow() / average
    };
  }

  @Test
  void executorsThatComeAndGoMoveTheirShareOnly() {
    List<String> executors = executors();
    String[] before = place(executors);
    double one = moved(before, place(executors.subList(1, EXECUTORS)));
    double tenth = moved(before, place(executors.subList(EXECUTORS / 10, EXECUTORS)));
    List<String> more = new ArrayList<>(executors);
    for (int i = 0; i < EXECUTORS / 10; i++) {
      more.add(start());
    }
    double grown = moved(before, place(more));
    System.out.printf(
        "moved, in percent: one of %d goes %.2f, a tenth goes %.2f, a tenth comes %.2f%n",
        EXECUTORS, one, tenth, grown);
    assertThat(one).isBetween(0.05, 0.15);
    assertThat(tenth).isBetween(9.0, 11.0);
    assertThat(grown).isBetween(8.1, 10.1); // a tenth of what there is then: 9.09
  }

  @Test
  void sharesAreNearlyEqual() {
    String[] placed = place(executors());
    double[] ring = skew(placed);
    Random random = new Random(1);
    for (int i = 0; i < BLOCKS; i++) {
      placed[i] = Integer.toString(random.nextInt(EXECUTORS));
    }
    double[] chance = skew(placed);
    System.out.printf(
        "share of the average: most %.2f and least %.2f; at random most %.2f and least %.2f%n",
        ring[0], ring[1], chance[0], chance[1]);
    assertThat(ring[0]).isLessThan(1.25); // what the caches of the next test have room for
    assertThat(ring[1]).isGreaterThan(0.75);
  }

  private static final class Cache extends LinkedHashMap<Integer, Boolean> {
    private static final long serialVersionUID = 1;

    Cache() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
      return size() > CACHE;
    }

    boolean read(int block) {
      return put(block, true) != null;
    }
  }

  /** Reads each block once a round; returns the part that was in a cache, after the first round. */
  private double hitRate(boolean byRing, double elsewhere) {
    Random random = new Random(7);
    List<String> executors = executors();
    Map<String, Cache> caches = new HashMap<>();
    long hits = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String[] places = byRing ? place(executors) : null;
      for (int block = 0; block < BLOCKS; block++) {
        String where =
            places == null || random.nextDouble() < elsewhere
                ? executors.get(random.nextInt(EXECUTORS))
                : places[block];
        boolean hit = caches.computeIfAbsent(where, _ -> new Cache()).read(block);
        hits += hit && round > 0 ? 1 : 0;
      }
      for (int i = 0; i < REPLACED; i++) {
        caches.remove(executors.set(random.nextInt(EXECUTORS), start()));
      }
    }
    return 100.0 * hits / BLOCKS / (ROUNDS - 1);
  }

  @Test
  void blocksAreFoundWhereTheyWereReadBefore() {
    double ring = hitRate(true, 0);
    double busy = hitRate(true, ELSEWHERE);
    double chance = hitRate(false, 0);
    System.out.printf(
        "hit rate in percent, 1 %% of executors replaced a round: %.1f; with 5 %% of tasks elsewhere"
            + " %.1f; at random %.1f%n",
        ring, busy, chance);
    assertThat(ring).isGreaterThan(97);
    assertThat(busy).isGreaterThan(85);
    assertThat(chance).isLessThan(1);
  }
}
