package io.github.cordonfs.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The tables that are read, in a local directory: written once, and the same in each store. */
final class Tables {

  private final Path directory;
  private final List<String> results;

  private Tables(Path directory, List<String> results) {
    this.directory = directory;
    this.results = results;
  }

  /** Has a cluster write tables, and read them without any store. */
  static Tables write(SparkCluster cluster, Path directory, int rows)
      throws IOException, InterruptedException {
    Path tables = directory.resolve("tables");
    cluster.start("write", List.of("write", tables.toUri().toString(), "" + rows)).join();
    Driver read = cluster.start("local", List.of("query", tables.toUri().toString(), "1")).join();
    return new Tables(tables, read.results());
  }

  /** Returns what all queries give. */
  List<String> results() {
    return results;
  }

  /** Puts them into a store, without a cache. */
  void copyTo(String root, Configuration conf) throws IOException {
    var target = new org.apache.hadoop.fs.Path(root);
    try (FileSystem store = FileSystem.newInstance(target.toUri(), conf)) {
      store.copyFromLocalFile(new org.apache.hadoop.fs.Path(directory.toUri()), target);
    }
  }

  /** Returns what Spark has to know, of what a configuration says beyond Hadoop's defaults. */
  static List<String> settings(Configuration conf) {
    List<String> settings = new ArrayList<>();
    Configuration defaults = new Configuration();
    conf.forEach(each -> {
      if (!each.getValue().equals(defaults.get(each.getKey()))) {
        settings.add("spark.hadoop." + each.getKey() + "=" + each.getValue());
      }
    });
    return settings;
  }
}
