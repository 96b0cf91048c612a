package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.LambdaUtils;
import org.jspecify.annotations.Nullable;

/**
 * HDFS whose files are read through Cordon's page cache, as {@link CordonCachingFileSystem} does
 * it. It is a {@code DistributedFileSystem}, for those who ask: Spark, to list a directory with the
 * locations of its blocks in one call, and {@code HdfsAdmin}. Set {@code fs.hdfs.impl} to it.
 */
public class CordonDistributedFileSystem extends DistributedFileSystem {

  private volatile @Nullable ReadCache cache;

  /** Makes one that is to be initialized. */
  public CordonDistributedFileSystem() {}

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    cache = ReadCaches.open(new Uncached(), "HDFS");
  }

  /** Returns whether files are read through the cache, or there is none. */
  public final boolean isCaching() {
    return cache != null;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream cached =
        cached(
            path,
            new OpenFileParameters()
                .withBufferSize(bufferSize)
                .withOptions(new Configuration(false)));
    return cached == null ? super.open(path, bufferSize) : cached;
  }

  private @Nullable FSDataInputStream cached(Path path, OpenFileParameters parameters)
      throws IOException {
    ReadCache found = cache;
    return found == null ? null : found.open(fixRelativePart(path), parameters);
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    if (cache == null
        || !Options.OpenFileOptions.FS_OPTION_OPENFILE_STANDARD_OPTIONS.containsAll(
            parameters.getMandatoryKeys())) {
      return super.openFileWithOptions(path, parameters);
    }
    return LambdaUtils.eval(
        new CompletableFuture<>(),
        () -> {
          FSDataInputStream cached = cached(path, parameters);
          return cached == null ? super.open(path, parameters.getBufferSize()) : cached;
        });
  }

  private final class Uncached implements WrappedStore {

    @Override
    public URI uri() {
      return getUri();
    }

    @Override
    public Configuration conf() {
      return getConf();
    }

    @Override
    public FileSystem.Statistics statistics() {
      return statistics;
    }

    @Override
    public Path qualified(Path path) {
      return makeQualified(path);
    }

    /** Its builders create files by methods that cannot be overridden. */
    @Override
    public boolean tellsChanges() {
      return false;
    }

    @Override
    public FileStatus status(Path path) throws IOException {
      return getFileStatus(path);
    }

    @Override
    public boolean checkRead(Path path, FileStatus status, boolean asked) throws IOException {
      return HdfsFiles.checkRead(CordonDistributedFileSystem.this, path, status);
    }

    @Override
    public FSDataInputStream open(Path path, FileStatus status) throws IOException {
      int bufferSize = getConf().getInt("io.file.buffer.size", 4096);
      return HdfsFiles.open(
          CordonDistributedFileSystem.this,
          path,
          status,
          each -> CordonDistributedFileSystem.super.open(each, bufferSize));
    }
  }
}
