package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table that is larger than the cache, in files that are not read whole, with the cache and
 * without: the memory of the executor, and what S3 is asked for.
 */
class WideTableTest {

  private static final String ROOT = "s3a://" + S3Server.BUCKET + "/wide";
  private static final long MIB = 1 << 20;
  private static final long BUDGET = 128 * MIB;

  /** A table that a cache without bounds could not hold within what it may take. */
  private static final long ROWS = 5 * BUDGET / 2 / WideTable.BYTES_OF_ROW;

  private static final int ROUNDS = 2;

  @TempDir static Path directory;
  private static SparkCluster cluster;
  private static S3Server s3;
  private static Run alone;
  private static Run cached;

  @BeforeAll
  static void start() throws Exception {
    s3 = new S3Server(directory);
    cluster = new SparkCluster(directory);
    String local = directory.resolve("wide").toUri().toString();
    cluster.start("write", List.of("write-wide", local, "" + ROWS)).join();
    var target = new org.apache.hadoop.fs.Path(ROOT);
    try (FileSystem store =
        FileSystem.newInstance(target.toUri(), s3.configure(new Configuration()))) {
      store.copyFromLocalFile(new org.apache.hadoop.fs.Path(local), target);
    }
    alone = run("alone");
    cached =
        run(
            "cached",
            "spark.hadoop.fs.s3a.impl=" + CordonCachingFileSystem.class.getName(),
            "spark.hadoop.fs.cordon.cache.size=" + BUDGET,
            "spark.executor.memoryOverhead=512m");
    assertThat(cached.results()).hasSize(3).isEqualTo(alone.results());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    s3.close();
  }

  private record Run(
      ProcessMemory memory, Map<String, S3Server.Asked> asked, List<String> results) {

    long bytes() {
      return asked.values().stream().mapToLong(S3Server.Asked::bytes).sum();
    }
  }

  /**
   * Runs the queries, and looks at the only executor when they are done and it still runs. Its heap
   * is laid out in full from the beginning: how much of it was touched when says nothing.
   */
  private static Run run(String name, String... more) throws Exception {
    cluster.awaitEndOfExecutors();
    List<String> arguments = new ArrayList<>(List.of("query-wide", ROOT, "" + ROUNDS));
    arguments.addAll(Tables.settings(s3.configure(new Configuration())));
    arguments.add("spark.cores.max=1");
    arguments.add("spark.executor.memory=768m");
    arguments.add(
        "spark.executor.extraJavaOptions=--enable-native-access=ALL-UNNAMED -Xms768m"
            + " -XX:+AlwaysPreTouch");
    arguments.add(SparkJob.MARKS + "=" + s3.markAddress());
    arguments.addAll(List.of(more));
    AtomicReference<ProcessMemory> atEnd = new AtomicReference<>();
    s3.whenMarked =
        mark -> {
          if (mark.equals("end")) {
            atEnd.set(memoryOfTheExecutor());
          }
        };
    s3.forget();
    Driver driver = cluster.start(name, arguments).join();
    assertThat(driver.failedTasks()).isZero();
    return new Run(atEnd.get(), s3.askedByMark(), driver.results());
  }

  private static ProcessMemory memoryOfTheExecutor() {
    List<ProcessHandle> executors = cluster.runningExecutors();
    assertThat(executors).hasSize(1);
    try {
      return ProcessMemory.of(executors.getFirst().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anExecutorTakesTheBudgetOfItsCacheMoreAndLittleElse() {
    System.out.println("| MiB | peak | at the end | Pss | shared | memory files |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    print("S3A alone", alone.memory());
    print("with a cache of " + BUDGET / MIB, cached.memory());
    assertThat(cached.bytes()).as("more than the cache holds").isGreaterThan(2 * BUDGET);
    assertThat(cached.memory().files()).as("the cache is full").isGreaterThan(BUDGET * 9 / 10);
    assertThat(cached.memory().most())
        .isLessThanOrEqualTo(alone.memory().most() + BUDGET + 100 * MIB);
  }

  private static void print(String name, ProcessMemory memory) {
    System.out.printf(
        "| %s | %d | %d | %d | %d | %d |%n",
        name,
        memory.peak() / MIB,
        memory.resident() / MIB,
        memory.proportional() / MIB,
        memory.shared() / MIB,
        memory.files() / MIB);
  }

  /** In bytes, too, if what it reads fits into the cache: what does not is read more than once. */
  @Test
  void aColdQueryOverLargeFilesMakesNoMoreRequestsThanS3aAlone() {
    System.out.println(
        "| query | requests, S3A alone | with Cordon | bytes, S3A alone | with Cordon |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (String query : WideTable.queries().keySet()) {
      S3Server.Asked without = alone.asked().get("0-" + query);
      S3Server.Asked with = cached.asked().get("0-" + query);
      System.out.printf(
          "| %s | %d | %d | %,d | %,d |%n",
          query, without.requests(), with.requests(), without.bytes(), with.bytes());
    }
    for (String query : WideTable.queries().keySet()) {
      S3Server.Asked without = alone.asked().get("0-" + query);
      S3Server.Asked with = cached.asked().get("0-" + query);
      assertThat(with.requests()).as(query).isLessThanOrEqualTo(without.requests());
      if (without.bytes() < BUDGET * 11 / 10) {
        assertThat(with.bytes()).as(query).isLessThanOrEqualTo(without.bytes() * 11 / 10);
      }
    }
  }
}
