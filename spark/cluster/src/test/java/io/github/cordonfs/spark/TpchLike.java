package io.github.cordonfs.spark;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Tables and queries after the manner of TPC-H, with content of our own: so its results cannot be
 * compared with published ones.
 */
final class TpchLike {

  static final String[] TABLES = {"lineitem", "orders", "customer", "part"};

  /** Rows of lineitem at scale 1. */
  private static final long LINES = 6_000_000;

  private TpchLike() {}

  static Map<String, String> queries() {
    Map<String, String> all = new TreeMap<>();
    all.put(
        "t1",
        "select returned, status, sum(quantity), sum(price), sum(price * (1 - discount)), count(*)"
            + " from lineitem where shipped <= 2450 group by returned, status");
    all.put(
        "t3",
        "select orderkey, sum(price * (1 - discount)) revenue, ordered from customer join orders"
            + " using (custkey) join lineitem using (orderkey) where segment = 3 and ordered < 1200"
            + " and shipped > 1200 group by orderkey, ordered order by revenue desc, orderkey limit 10");
    all.put(
        "t4",
        "select priority, count(*) from orders left semi join (select orderkey from lineitem where"
            + " committed < received) using (orderkey) where ordered between 800 and 890"
            + " group by priority");
    all.put(
        "t6",
        "select sum(price * discount) from lineitem where shipped between 365 and 730"
            + " and discount between 0.05 and 0.07 and quantity < 24");
    all.put(
        "t10",
        "select custkey, sum(price * (1 - discount)) lost from customer join orders using (custkey)"
            + " join lineitem using (orderkey) where returned = 'R' and ordered between 500 and 590"
            + " group by custkey order by lost desc, custkey limit 20");
    all.put(
        "t12",
        "select mode, sum(if(priority < 2, 1, 0)), count(*) from orders join lineitem using"
            + " (orderkey) where mode in (1, 2) and committed < received group by mode");
    all.put(
        "t14",
        "select 100.0 * sum(if(promoted, price * (1 - discount), 0)) / sum(price * (1 - discount))"
            + " from lineitem join part using (partkey) where shipped between 1000 and 1030");
    all.put("t18", "select comment, quantity from lineitem where orderkey % 100000 = 77");
    return all;
  }

  /** Makes the tables. */
  static void write(SparkSession spark, String root, double scale) {
    long lines = (long) (LINES * scale);
    spark
        .range(lines)
        .selectExpr(
            "id div 4 orderkey",
            "pmod(hash(id, 1), " + Math.max(lines / 30, 1) + ") partkey",
            "cast(1 + pmod(hash(id, 2), 50) as double) quantity",
            "pmod(hash(id, 3), 10000000) / 100.0 price",
            "pmod(hash(id, 4), 11) / 100.0 discount",
            "substr('ANR', 1 + pmod(hash(id, 5), 3), 1) returned",
            "substr('OF', 1 + pmod(hash(id, 6), 2), 1) status",
            "cast(pmod(hash(id, 7), 2520) as int) shipped",
            "cast(pmod(hash(id, 8), 2520) as int) committed",
            "cast(pmod(hash(id, 9), 2520) as int) received",
            "cast(pmod(hash(id, 10), 7) as int) mode",
            "sha2(cast(id as string), 224) comment")
        .repartition(8)
        .write()
        .parquet(root + "/lineitem");
    spark
        .range(lines / 4)
        .selectExpr(
            "id orderkey",
            "pmod(hash(id, 1), " + Math.max(lines / 40, 1) + ") custkey",
            "cast(pmod(hash(id, 2), 2400) as int) ordered",
            "cast(pmod(hash(id, 3), 5) as int) priority",
            "sha2(cast(id as string), 224) comment")
        .repartition(4)
        .write()
        .parquet(root + "/orders");
    spark
        .range(Math.max(lines / 40, 1))
        .selectExpr(
            "id custkey",
            "cast(pmod(hash(id, 1), 5) as int) segment",
            "sha2(cast(id as string), 224) address")
        .coalesce(1)
        .write()
        .parquet(root + "/customer");
    spark
        .range(Math.max(lines / 30, 1))
        .selectExpr("id partkey", "pmod(hash(id, 1), 6) = 0 promoted")
        .coalesce(1)
        .write()
        .parquet(root + "/part");
  }
}
