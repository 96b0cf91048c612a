package io.github.cordonfs.spark;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** A table of many bytes in few rows, which is soon written and read, and cannot be compressed. */
final class WideTable {

  static final String NAME = "wide";

  /** And eight more, for the number. */
  static final int BYTES_OF_ROW = 512;

  private static final int COLUMNS = 8;

  private WideTable() {}

  /** The first have a filter and few columns, the last reads all that there is. */
  static Map<String, String> queries() {
    Map<String, String> all = new TreeMap<>();
    all.put("w3", "select sum(hash(*)), count(*) from wide");
    all.put("w2", "select id % 10, max(hash(c0)), min(hash(c7)) from wide group by id % 10");
    all.put("w1", "select hash(c1), hash(c6) from wide where id % 10000 = 77");
    return all;
  }

  /** Writes it, as files of more than S3A and Cordon read whole. */
  static void write(SparkSession spark, String root, long rows) {
    String[] columns = new String[COLUMNS + 1];
    columns[0] = "id";
    for (int i = 0; i < COLUMNS; i++) {
      columns[i + 1] = "unhex(sha2(concat(id, '-', %d), 512)) c%d".formatted(i, i);
    }
    spark.range(rows).selectExpr(columns).repartition(16).write().parquet(root + "/" + NAME);
  }
}
