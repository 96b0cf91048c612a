package io.github.cordonfs.hadoop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Spark about the cache of each executor: metrics, and a line in the log for each failure of
 * hardware, with the executor and its host. Gives the driver a small cache of its own, and warns if
 * an executor's memory overhead is smaller than its cache. The cache works without it.
 *
 * <p>Set {@code spark.plugins} to it.
 */
public class CordonSparkPlugin implements SparkPlugin {

  /** How large the cache of the driver is. */
  static final String DRIVER_SIZE = "spark.cordon.driver.cache.size";

  private static final String DRIVER_DEFAULT = "64m";
  private static final String SIZE = "spark.hadoop.fs.cordon.cache.size";
  private static final String AFFINITY = "spark.hadoop." + SoftAffinity.ENABLED;
  private static final String SIZE_DEFAULT = "1g";

  private static final Logger LOG = LoggerFactory.getLogger(CordonSparkPlugin.class);

  /** Made by Spark. */
  public CordonSparkPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext context, PluginContext plugin) {
        quietly(() -> driver(context, plugin));
        return Map.of();
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext plugin, Map<String, String> settings) {
        quietly(() -> executor(plugin));
      }
    };
  }

  /** Spark ends an executor, or a driver, whose plugin throws. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("The plugin of Cordon does nothing here; the cache works without it", e);
    }
  }

  private static void driver(SparkContext context, PluginContext plugin) {
    SparkConf conf = plugin.conf();
    boolean isLocal = conf.get("spark.master", "").startsWith("local");
    CacheControl caches = ReadCaches.control();
    if (caches != null && !isLocal) {
      caches.limitSize(conf.get(DRIVER_SIZE, DRIVER_DEFAULT));
    }
    if (conf.getBoolean(AFFINITY, false)) {
      context.addSparkListener(new ExecutorListener(LiveExecutors.OF_THIS_DRIVER));
    }
    String warning = MemoryOverhead.warning(conf, conf.get(SIZE, SIZE_DEFAULT));
    if (warning != null && !isLocal) {
      LOG.warn(warning);
    }
  }

  private static void executor(PluginContext plugin) {
    @Nullable CacheControl caches = ReadCaches.control();
    if (caches == null) {
      return;
    }
    gauge(plugin, "hitRate", caches::hitRate);
    gauge(plugin, "bytesRead", caches::bytesRead);
    gauge(plugin, "storeBytes", caches::storeBytes);
    gauge(plugin, "pagesFailed", caches::pagesFailed);
    gauge(plugin, "pagesHealed", caches::pagesHealed);
    gauge(plugin, "outOfServiceBytes", caches::outOfServiceBytes);
    gauge(plugin, "usedBytes", caches::usedBytes);
    String where = "executor " + plugin.executorID() + " on " + host();
    caches.onHardwareFailure(line -> LOG.warn("Memory failure in {}: {}", where, line));
  }

  /** Not by the plugin's context, which has none in an executor of Spark 4.2, and throws. */
  private static String host() {
    String chosen = System.getenv("SPARK_LOCAL_HOSTNAME");
    if (chosen != null) {
      return chosen;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  private static <T> void gauge(PluginContext plugin, String name, Supplier<T> value) {
    plugin.metricRegistry().register(name, (com.codahale.metrics.Gauge<T>) () -> value.get());
  }
}
