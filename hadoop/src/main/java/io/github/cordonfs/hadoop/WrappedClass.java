package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ReflectionUtils;

/** Which file system is wrapped, for a scheme. */
final class WrappedClass {

  private static final Map<String, String> KNOWN =
      Map.of(
          "s3a", "org.apache.hadoop.fs.s3a.S3AFileSystem",
          "hdfs", "org.apache.hadoop.hdfs.DistributedFileSystem",
          "file", "org.apache.hadoop.fs.LocalFileSystem",
          "abfs", "org.apache.hadoop.fs.azurebfs.AzureBlobFileSystem",
          "abfss", "org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem",
          "gs", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem");

  private static final String STREAM_TYPE = "fs.s3a.input.stream.type";
  private static final String ANALYTICS = "fs.s3a.analytics.accelerator.physicalio.small.";

  /** The longest file that is read whole at the first look at its end, in bytes. */
  private static final String WHOLE_BYTES = "fs.cordon.whole.bytes";

  private static final int MOST_WHOLE = 16 << 20;

  private WrappedClass() {}

  /**
   * Makes the file system that is wrapped, not initialized.
   *
   * @param uri of the file system
   * @throws IOException if it is not known, or cannot be loaded
   */
  static FileSystem make(URI uri, Configuration conf) throws IOException {
    String key = key(uri.getScheme());
    String name = name(uri.getScheme(), conf);
    Class<?> type;
    try {
      type = conf.getClassByName(name);
    } catch (ClassNotFoundException e) {
      throw new IOException("the file system to wrap, by " + key + ", is not there: " + name, e);
    }
    if (!FileSystem.class.isAssignableFrom(type)
        || CordonCachingFileSystem.class.isAssignableFrom(type)) {
      throw new IOException("nothing that can be wrapped, by " + key + ": " + name);
    }
    return (FileSystem) ReflectionUtils.newInstance(type, conf);
  }

  private static String key(String scheme) {
    return "fs.cordon.wrapped." + scheme + ".impl";
  }

  /**
   * Returns the name of the class that is wrapped.
   *
   * @throws IOException if it is not known
   */
  static String name(String scheme, Configuration conf) throws IOException {
    String name = conf.getTrimmed(key(scheme), KNOWN.get(scheme));
    if (name == null) {
      throw new IOException("no file system to wrap for scheme " + scheme + ": set " + key(scheme));
    }
    return name;
  }

  /**
   * Returns the configuration for what is wrapped: what the cache depends on, where the user says
   * nothing else.
   */
  static Configuration configuration(URI uri, Configuration conf) {
    if (!"s3a".equals(uri.getScheme())) {
      return conf;
    }
    Configuration wrapped = new Configuration(conf);
    if (isDefault(wrapped, STREAM_TYPE)) {
      // Streams that read in advance by themselves would do so once for each range.
      wrapped.set(STREAM_TYPE, "classic");
      wrapped.setIfUnset(WHOLE_BYTES, Long.toString(readWholeByDefault(conf)));
    }
    // Each GET says which version it wants.
    wrapped.set("fs.s3a.change.detection.source", "etag");
    wrapped.set("fs.s3a.change.detection.mode", "server");
    return wrapped;
  }

  private static boolean isDefault(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources == null || sources.length == 0 || sources[0].endsWith("-default.xml");
  }

  /** Returns the length, in bytes, up to which S3A's own default stream reads objects whole. */
  private static long readWholeByDefault(Configuration conf) {
    if (!conf.getBoolean(ANALYTICS + "objects.prefetching.enabled", true)) {
      return 0;
    }
    long longest = conf.getLong(ANALYTICS + "object.size.threshold", 8 << 20);
    return Math.max(0, Math.min(longest, MOST_WHOLE));
  }
}
