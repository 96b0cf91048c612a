package io.github.cordonfs.spark;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import io.github.cordonfs.hadoop.CordonDistributedFileSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A store that is read through Cordon: its server runs from its first use to the end of this JVM.
 */
enum ContractStore {
  S3("s3a", CordonCachingFileSystem.class),
  HDFS_WRAPPED("hdfs", CordonCachingFileSystem.class),
  HDFS("hdfs", CordonDistributedFileSystem.class);

  private static final class S3Holder {
    static final S3Server SERVER = start(directory -> new S3Server(directory, "transient"));
  }

  private static final class HdfsHolder {
    static final HdfsNode SERVER = start(HdfsNode::new);
  }

  private interface Starter<T> {
    T start(Path directory) throws Exception;
  }

  private final String scheme;
  private final Class<? extends FileSystem> type;

  ContractStore(String scheme, Class<? extends FileSystem> type) {
    this.scheme = scheme;
    this.type = type;
  }

  private static <T> T start(Starter<T> starter) {
    try {
      Path target = Files.createDirectories(Path.of("target", "contract").toAbsolutePath());
      return starter.start(Files.createTempDirectory(target, "server"));
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  String scheme() {
    return scheme;
  }

  URI uri() {
    return this == S3 ? URI.create("s3a://" + S3Server.BUCKET) : HdfsHolder.SERVER.uri();
  }

  /** Says where the store is, and that it is read through Cordon. */
  void configure(Configuration conf) {
    if (this == S3) {
      S3Holder.SERVER.configure(conf);
    } else {
      HdfsHolder.SERVER.configure(conf);
    }
    conf.set("fs.defaultFS", uri().toString());
    conf.set("fs." + scheme + ".impl", type.getName());
    conf.set("fs.cordon.cache.size", "64m");
  }

  /**
   * Returns the file system that the tests see.
   *
   * @throws AssertionError if it does not read through the cache
   */
  FileSystem open(Configuration conf) throws IOException {
    FileSystem fs = FileSystem.newInstance(uri(), conf);
    boolean caching =
        switch (fs) {
          case CordonCachingFileSystem wrapping -> wrapping.isCaching();
          case CordonDistributedFileSystem hdfs -> hdfs.isCaching();
          default -> false;
        };
    if (!caching) {
      throw new AssertionError(fs + " does not cache");
    }
    return fs;
  }
}
