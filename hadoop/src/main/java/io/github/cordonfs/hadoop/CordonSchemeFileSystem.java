package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.security.token.DelegationTokenIssuer;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.jspecify.annotations.Nullable;

/**
 * Another scheme for files that are read through the cache, so that the store's own can be used
 * beside it, without: {@code cordon+s3a://bucket/file} is {@code s3a://bucket/file}. Set {@code
 * fs.cordon+s3a.impl} to it, or that of another scheme.
 *
 * <p>Made to be read. What changes the store is refused unless {@code fs.cordon.scheme.writes} is
 * {@code allow}: formats of tables, such as those of Iceberg and Delta, store paths with their
 * scheme, and a table that was written this way could not be read without the cache any more.
 *
 * <p>Thread-safe.
 */
public class CordonSchemeFileSystem extends FileSystem implements IOStatisticsSource {

  /** Before the scheme of the store. */
  static final String PREFIX = "cordon+";

  static final String WRITES = "fs.cordon.scheme.writes";

  private static final String ALLOW = "allow";
  private static final String REFUSE = "refuse";

  private final CordonCachingFileSystem fs = new CordonCachingFileSystem();

  // Set when it is initialized.
  private @Nullable OtherScheme scheme;
  private @Nullable Path workingDirectory;
  private boolean writable;

  /** Makes one that is to be initialized. */
  public CordonSchemeFileSystem() {}

  /**
   * Makes what is behind it, which has the scheme without {@code cordon+}.
   *
   * @throws IOException if it has another scheme, or there is nothing to wrap
   * @throws IllegalArgumentException if {@code fs.cordon.scheme.writes} is neither {@code refuse}
   *     nor {@code allow}
   */
  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    if (name.getScheme() == null || !name.getScheme().startsWith(PREFIX)) {
      throw new UnsupportedFileSystemException(
          "schemes of this file system begin with " + PREFIX + ": " + name);
    }
    String writes = conf.getTrimmed(WRITES, REFUSE);
    if (!writes.equals(ALLOW) && !writes.equals(REFUSE)) {
      throw new IllegalArgumentException(
          WRITES + " is to be " + REFUSE + " or " + ALLOW + ": " + writes);
    }
    super.initialize(name, conf);
    setConf(conf);
    OtherScheme made = new OtherScheme(name);
    fs.initialize(made.inner(), conf);
    scheme = made;
    writable = writes.equals(ALLOW);
    workingDirectory = made.toOuter(fs.getWorkingDirectory());
  }

  private OtherScheme scheme() {
    if (scheme == null) {
      throw new IllegalStateException("not initialized");
    }
    return scheme;
  }

  private Path inner(Path path) {
    Path qualified = makeQualified(path);
    checkPath(qualified);
    return scheme().toInner(qualified);
  }

  private FileStatus outer(FileStatus status) throws IOException {
    return SchemeStatus.of(status, scheme().toOuter(status.getPath()));
  }

  private LocatedFileStatus outerLocated(LocatedFileStatus status) throws IOException {
    return (LocatedFileStatus) outer(status);
  }

  /** Returns a path for the store, if it may be changed. */
  private Path changed(Path path) throws IOException {
    Path inner = inner(path);
    if (!writable) {
      throw new IOException(
          path
              + " is there to be read: write "
              + inner
              + ", or set "
              + WRITES
              + " to "
              + ALLOW
              + " if no table is written that stores its paths");
    }
    return inner;
  }

  /** Returns whether files are read through the cache, or there is none. */
  public final boolean isCaching() {
    return fs.isCaching();
  }

  // --- what it is ---

  @Override
  public String getScheme() {
    return getUri().getScheme();
  }

  @Override
  public URI getUri() {
    return scheme().outer();
  }

  @Override
  public Path getWorkingDirectory() {
    if (workingDirectory == null) {
      throw new IllegalStateException("not initialized");
    }
    return workingDirectory;
  }

  @Override
  public void setWorkingDirectory(Path path) {
    workingDirectory = makeQualified(path);
  }

  @Override
  public Path getHomeDirectory() {
    return scheme().toOuter(fs.getHomeDirectory());
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
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return fs.hasPathCapability(inner(path), capability);
  }

  @Override
  public @Nullable IOStatistics getIOStatistics() {
    return fs.getIOStatistics();
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      fs.close();
    }
  }

  // --- reading ---

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return fs.open(inner(path), bufferSize);
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    parameters.withStatus(SchemeStatus.original(parameters.getStatus()));
    return fs.openFileWithOptions(inner(path), parameters);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return outer(fs.getFileStatus(inner(path)));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] found = fs.listStatus(inner(path));
    FileStatus[] named = new FileStatus[found.length];
    for (int i = 0; i < found.length; i++) {
      named[i] = outer(found[i]);
    }
    return named;
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    return RemoteIterators.mappingRemoteIterator(fs.listStatusIterator(inner(path)), this::outer);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
    return RemoteIterators.mappingRemoteIterator(
        fs.listLocatedStatus(inner(path)), this::outerLocated);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    return RemoteIterators.mappingRemoteIterator(
        fs.listFiles(inner(path), recursive), this::outerLocated);
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus status, long start, long length)
      throws IOException {
    FileStatus original = SchemeStatus.original(status);
    return original == null
        ? new BlockLocation[0]
        : fs.getFileBlockLocations(original, start, length);
  }

  @Override
  public BlockLocation[] getFileBlockLocations(Path path, long start, long length)
      throws IOException {
    return fs.getFileBlockLocations(inner(path), start, length);
  }

  @Override
  public ContentSummary getContentSummary(Path path) throws IOException {
    return fs.getContentSummary(inner(path));
  }

  @Override
  public FileChecksum getFileChecksum(Path path) throws IOException {
    return fs.getFileChecksum(inner(path));
  }

  @Override
  public FileChecksum getFileChecksum(Path path, long length) throws IOException {
    return fs.getFileChecksum(inner(path), length);
  }

  @Override
  public void access(Path path, FsAction mode) throws IOException {
    fs.access(inner(path), mode);
  }

  @Override
  public FsStatus getStatus(@Nullable Path path) throws IOException {
    return fs.getStatus(path == null ? null : inner(path));
  }

  @Override
  public byte[] getXAttr(Path path, String name) throws IOException {
    return fs.getXAttr(inner(path), name);
  }

  @Override
  public Map<String, byte[]> getXAttrs(Path path) throws IOException {
    return fs.getXAttrs(inner(path));
  }

  @Override
  public Map<String, byte[]> getXAttrs(Path path, List<String> names) throws IOException {
    return fs.getXAttrs(inner(path), names);
  }

  @Override
  public List<String> listXAttrs(Path path) throws IOException {
    return fs.listXAttrs(inner(path));
  }

  @Override
  public long getDefaultBlockSize(Path path) {
    return fs.getDefaultBlockSize(inner(path));
  }

  @Override
  public short getDefaultReplication(Path path) {
    return fs.getDefaultReplication(inner(path));
  }

  // --- changing ---

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return fs.create(
        changed(path), permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return fs.createNonRecursive(
        changed(path), permission, flags, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress)
      throws IOException {
    return fs.append(changed(path), bufferSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return fs.rename(changed(from), changed(to));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return fs.delete(changed(path), recursive);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return fs.mkdirs(changed(path), permission);
  }

  @Override
  public String toString() {
    return fs + " as " + (scheme == null ? PREFIX : scheme.outer());
  }
}
