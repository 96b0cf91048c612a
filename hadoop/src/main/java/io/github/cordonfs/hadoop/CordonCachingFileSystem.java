package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploaderBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.fs.QuotaUsage;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.apache.hadoop.security.token.DelegationTokenIssuer;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.util.LambdaUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Hadoop file system whose files are read through Cordon's page cache; everything else is done by
 * the file system that it wraps. Set {@code fs.s3a.impl} to it, or that of another scheme.
 *
 * <p>There is one cache for all file systems of a process. A page of it that goes bad is read again
 * and no reader notices. Where there can be no cache - a JDK before 25, wrong options, no memory -
 * it says so once, in the log, and reads go to the wrapped file system.
 *
 * <p>Thread-safe, as the file system that it wraps.
 */
public class CordonCachingFileSystem extends NoticingFileSystem implements IOStatisticsSource {

  /** Null before it is initialized, and if there is no cache. */
  private volatile @Nullable ReadCache cache;

  /** Null before it is initialized, and if nobody wants it. */
  private volatile @Nullable SoftAffinity affinity;

  /** Makes one that is to be initialized. */
  public CordonCachingFileSystem() {}

  /**
   * Makes what it wraps, and the cache if that is the first.
   *
   * @throws IOException if there is nothing to wrap, or that cannot be initialized
   */
  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    if (name.getScheme() != null && name.getScheme().startsWith(CordonSchemeFileSystem.PREFIX)) {
      throw new IOException(
          "set fs."
              + name.getScheme()
              + ".impl to "
              + CordonSchemeFileSystem.class.getName()
              + ", which has schemes such as that of "
              + name);
    }
    Configuration wrapped = WrappedClass.configuration(name, conf);
    FileSystem made = WrappedClass.make(name, wrapped);
    boolean done = false;
    try {
      made.initialize(name, wrapped);
      this.fs = made;
      super.initialize(name, wrapped);
      cache =
          ReadCaches.open(new WrappedFileSystem(made, statistics), made.getClass().getSimpleName());
      affinity = SoftAffinity.of(wrapped);
      done = true;
    } finally {
      if (!done) {
        made.close();
      }
    }
  }

  /** Returns whether files are read through the cache, or there is none. */
  public final boolean isCaching() {
    return cache != null;
  }

  // --- opening ---

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream cached =
        cached(path, new OpenFileParameters().withBufferSize(bufferSize).withOptions(none()));
    return cached == null ? fs.open(path, bufferSize) : cached;
  }

  private static Configuration none() {
    return new Configuration(false);
  }

  private @Nullable FSDataInputStream cached(Path path, OpenFileParameters parameters)
      throws IOException {
    ReadCache found = cache;
    return found == null ? null : found.open(path, parameters);
  }

  @Override
  public FutureDataInputStreamBuilder openFile(Path path) {
    return createDataInputStreamBuilder(this, path);
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    if (cache == null
        || !Options.OpenFileOptions.FS_OPTION_OPENFILE_STANDARD_OPTIONS.containsAll(
            parameters.getMandatoryKeys())) {
      return super.openFileWithOptions(path, parameters);
    }
    CompletableFuture<@Nullable FSDataInputStream> opened =
        LambdaUtils.eval(new CompletableFuture<>(), () -> cached(path, parameters));
    return opened.thenCompose(cached -> orWrapped(cached, path, parameters));
  }

  private CompletableFuture<FSDataInputStream> orWrapped(
      @Nullable FSDataInputStream cached, Path path, OpenFileParameters parameters) {
    if (cached != null) {
      return CompletableFuture.completedFuture(cached);
    }
    try {
      return super.openFileWithOptions(path, parameters);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A handle names a file in a way that only the store understands: not cached. */
  @Override
  public FutureDataInputStreamBuilder openFile(PathHandle handle) throws IOException {
    return fs.openFile(handle);
  }

  // --- what is remembered of files ---

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    ReadCache found = cache;
    return found == null ? fs.getFileStatus(path) : found.status(path);
  }

  @Override
  final boolean wantsChanges() {
    ReadCache found = cache;
    return found != null && found.remembersStatuses();
  }

  @Override
  final void changed() {
    ReadCache found = cache;
    if (found != null) {
      found.changed();
    }
  }

  // --- where it is to be read ---

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length)
      throws IOException {
    BlockLocation[] wished = wished(file, start, length);
    return wished == null ? fs.getFileBlockLocations(file, start, length) : wished;
  }

  @Override
  public BlockLocation[] getFileBlockLocations(Path path, long start, long length)
      throws IOException {
    return affinity == null
        ? fs.getFileBlockLocations(path, start, length)
        : getFileBlockLocations(fs.getFileStatus(path), start, length);
  }

  private BlockLocation @Nullable [] wished(FileStatus file, long start, long length) {
    SoftAffinity wishes = affinity;
    return wishes == null || file == null ? null : wishes.locations(file, start, length);
  }

  // --- what FilterFileSystem leaves to the general way, which is slower or wrong for some ---

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    return fs.listFiles(path, recursive);
  }

  @Override
  public FileStatus[] listStatus(Path path, PathFilter filter) throws IOException {
    return fs.listStatus(path, filter);
  }

  @Override
  public FileStatus[] globStatus(Path pattern) throws IOException {
    return fs.globStatus(pattern);
  }

  @Override
  public FileStatus[] globStatus(Path pattern, PathFilter filter) throws IOException {
    return fs.globStatus(pattern, filter);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return fs.exists(path);
  }

  @Override
  @Deprecated
  public boolean isDirectory(Path path) throws IOException {
    return fs.isDirectory(path);
  }

  @Override
  @Deprecated
  public boolean isFile(Path path) throws IOException {
    return fs.isFile(path);
  }

  @Override
  public ContentSummary getContentSummary(Path path) throws IOException {
    return fs.getContentSummary(path);
  }

  @Override
  public QuotaUsage getQuotaUsage(Path path) throws IOException {
    return fs.getQuotaUsage(path);
  }

  @Override
  public void setQuota(Path path, long names, long space) throws IOException {
    fs.setQuota(path, names, space);
  }

  @Override
  public void setQuotaByStorageType(Path path, StorageType type, long quota) throws IOException {
    fs.setQuotaByStorageType(path, type, quota);
  }

  @Override
  @SuppressWarnings("rawtypes") // as it is declared
  public MultipartUploaderBuilder createMultipartUploader(Path path) throws IOException {
    MultipartUploaderBuilder made = fs.createMultipartUploader(path);
    return wantsChanges() ? NoticedWrites.uploads(made, this::changed) : made;
  }

  @Override
  public BulkDelete createBulkDelete(Path path) throws IOException {
    BulkDelete made = fs.createBulkDelete(path);
    return wantsChanges() ? new NoticedWrites.Deletes(made, this::changed) : made;
  }

  @Override
  public @Nullable String getCanonicalServiceName() {
    return fs.getCanonicalServiceName();
  }

  @Override
  public Token<?> getDelegationToken(String renewer) throws IOException {
    return fs.getDelegationToken(renewer);
  }

  @Override
  public DelegationTokenIssuer[] getAdditionalTokenIssuers() throws IOException {
    return fs.getAdditionalTokenIssuers();
  }

  @Override
  public StorageStatistics getStorageStatistics() {
    return fs.getStorageStatistics();
  }

  /** Those of the wrapped file system; null if it has none. */
  @Override
  public @Nullable IOStatistics getIOStatistics() {
    return IOStatisticsSupport.retrieveIOStatistics(fs);
  }

  @Override
  public String toString() {
    return (cache == null ? "Passed through by Cordon: " : "Cached by Cordon: ") + fs;
  }
}
