package io.github.cordonfs.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A driver: writes tables, or reads them with some queries. Arguments: the master, {@code write} or
 * {@code query}, the root of the tables, how many rows or rounds, settings as {@code key=value}.
 * With 0 rounds it reads until there was a storm in both executors, and then once more. {@code
 * query-cold} has each query read tables of its own, at the root and the query's name. {@code
 * write-tpch} and {@code query-tpch} are about {@link TpchLike}, whose tables have a scale instead
 * of rows, {@code write-wide} and {@code query-wide} about {@link WideTable}; {@code bench} is
 * {@link BenchJob}, with latencies and runs.
 */
final class SparkJob {

  /** By their names; the tables are sales, of many rows, and shops, of few. */
  private static final Map<String, String> QUERIES = queries();

  private static final int EXECUTORS = 2;

  /** The setting that has an address told which query begins. */
  static final String MARKS = "cordon.marks";

  private SparkJob() {}

  static Set<String> queryNames() {
    return QUERIES.keySet();
  }

  private static Map<String, String> queries() {
    Map<String, String> all = new TreeMap<>();
    all.put("q1", "select day, sum(price), count(*) from sales group by day");
    all.put("q2", "select count(*), sum(amount) from sales where price between 100 and 120");
    all.put(
        "q3",
        "select region, sum(price * amount) from sales join shops using (shop) group by region");
    all.put("q4", "select shop, max(note) from sales where day < 10 group by shop");
    all.put("q5", "select count(distinct customer) from sales where shop % 7 = 3");
    all.put("q6", "select * from sales where id between 1000 and 1100");
    all.put(
        "q7",
        "select shop, day, price from (select *, row_number() over (partition by shop order by"
            + " price desc, id) r from sales) where r <= 3");
    all.put("q8", "select sum(hash(*)), count(*) from sales");
    return all;
  }

  public static void main(String[] args) throws InterruptedException {
    String root = args[2];
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(args[0])
            .appName("cordon")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "768m")
            .config("spark.executor.cores", "1")
            .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .config("spark.cores.max", "2")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.files.maxPartitionBytes", "8m")
            .config("spark.task.maxFailures", "4");
    for (String each : Arrays.copyOfRange(args, 4, args.length)) {
      int equals = each.indexOf('=');
      builder.config(each.substring(0, equals), each.substring(equals + 1));
    }
    SparkSession spark = builder.getOrCreate();
    try {
      switch (args[1]) {
        case "write" -> write(spark, root, Long.parseLong(args[3]));
        case "write-tpch" -> TpchLike.write(spark, root, Double.parseDouble(args[3]));
        case "write-wide" -> WideTable.write(spark, root, Long.parseLong(args[3]));
        case "query" -> query(spark, root, Long.parseLong(args[3]), QUERIES, "sales", "shops");
        case "query-cold" -> queryCold(spark, root);
        case "query-tpch" ->
            query(spark, root, Long.parseLong(args[3]), TpchLike.queries(), TpchLike.TABLES);
        case "bench" -> BenchJob.run(spark, root, Integer.parseInt(args[3]));
        case "query-wide" ->
            query(spark, root, Long.parseLong(args[3]), WideTable.queries(), WideTable.NAME);
        default -> throw new IllegalArgumentException(args[1]);
      }
    } finally {
      spark.stop();
    }
  }

  private static void write(SparkSession spark, String root, long rows) {
    spark
        .range(rows)
        .selectExpr(
            "id",
            "cast(pmod(hash(id), 100) as int) shop",
            "cast(pmod(hash(id, 1), 365) as int) day",
            "pmod(hash(id, 2), 10000) / 10.0 price",
            "cast(pmod(hash(id, 3), 20) as int) amount",
            "pmod(hash(id, 4), 50000) customer",
            "sha2(cast(id as string), 256) note")
        .repartition(4)
        .sortWithinPartitions("id")
        .write()
        .mode("overwrite")
        .parquet(root + "/sales");
    spark
        .range(100)
        .selectExpr("cast(id as int) shop", "concat('region', id % 5) region")
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(root + "/shops");
  }

  private static void query(
      SparkSession spark, String root, long rounds, Map<String, String> queries, String... tables)
      throws InterruptedException {
    AtomicLong cpuNanos = new AtomicLong();
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger tasks = new AtomicInteger();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                tasks.incrementAndGet();
                if (end.taskMetrics() != null) {
                  cpuNanos.addAndGet(end.taskMetrics().executorCpuTime());
                }
                if (!end.taskInfo().successful()) {
                  failed.incrementAndGet();
                }
              }
            });
    // Until there are executors, nobody can be asked to read what is listed.
    spark.range(100).repartition(EXECUTORS).collectAsList();
    useTables(spark, root, tables);
    boolean untilStormsAreOver = rounds == 0;
    boolean last = false;
    for (int round = 0; untilStormsAreOver ? !last : round < rounds; round++) {
      last = StormPlugin.over() == EXECUTORS;
      for (Map.Entry<String, String> each : queries.entrySet()) {
        mark(spark, round + " " + each.getKey());
        long begin = System.nanoTime();
        String hash = hash(spark.sql(each.getValue()));
        System.out.println("RESULT " + each.getKey() + " " + hash);
        System.out.println(
            "TIME " + round + " " + each.getKey() + " " + (System.nanoTime() - begin) / 1_000_000);
      }
    }
    mark(spark, "end");
    if (untilStormsAreOver) {
      StormPlugin.reports(EXECUTORS).forEach(each -> System.out.println("STORM " + each));
    }
    System.out.println("CPU " + cpuNanos.get() / 1_000_000);
    System.out.println("TASKS " + tasks + " FAILED " + failed);
  }

  /** What the driver asks for, to know the tables, is a part of each query here. */
  private static void queryCold(SparkSession spark, String root) {
    spark.range(100).repartition(EXECUTORS).collectAsList();
    for (Map.Entry<String, String> each : QUERIES.entrySet()) {
      mark(spark, each.getKey());
      useTables(spark, root + "/" + each.getKey(), "sales", "shops");
      System.out.println("RESULT " + each.getKey() + " " + hash(spark.sql(each.getValue())));
    }
    mark(spark, "end");
  }

  static void useTables(SparkSession spark, String root, String... tables) {
    for (String each : tables) {
      spark.read().parquet(root + "/" + each).createOrReplaceTempView(each);
    }
  }

  static void mark(SparkSession spark, String name) {
    String address = spark.conf().get(MARKS, "");
    if (!address.isEmpty()) {
      try (InputStream answer = URI.create(address + name.replace(' ', '-')).toURL().openStream()) {
        answer.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns a hash of the rows, in whatever order they come. */
  static String hash(Dataset<Row> rows) {
    List<String> texts = new ArrayList<>();
    for (Row each : rows.collectAsList()) {
      texts.add(each.toString());
    }
    texts.sort(null);
    return texts.size() + "/" + Integer.toHexString(texts.hashCode());
  }
}
