package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.util.functional.FutureIO;

/** A file system of whatever kind as the store behind a cache. */
final class WrappedFileSystem implements WrappedStore {

  /** Where a look at an object needs the permission to read it, and there is no other. */
  private static final Set<String> CHECKED_BY_A_LOOK =
      Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "obs", "wasb", "wasbs");

  private final FileSystem fs;
  private final FileSystem.Statistics statistics;
  private final boolean isHdfs;

  WrappedFileSystem(FileSystem fs, FileSystem.Statistics statistics) {
    this.fs = fs;
    this.statistics = statistics;
    this.isHdfs = HdfsFiles.isHdfs(fs);
  }

  @Override
  public URI uri() {
    return fs.getUri();
  }

  @Override
  public Configuration conf() {
    return fs.getConf();
  }

  @Override
  public FileSystem.Statistics statistics() {
    return statistics;
  }

  @Override
  public Path qualified(Path path) {
    return fs.makeQualified(path);
  }

  @Override
  public boolean tellsChanges() {
    return true;
  }

  @Override
  public FileStatus status(Path path) throws IOException {
    return fs.getFileStatus(path);
  }

  @Override
  public boolean checkRead(Path path, FileStatus status, boolean asked) throws IOException {
    if (isHdfs) {
      return HdfsFiles.checkRead(fs, path, status);
    }
    if (!CHECKED_BY_A_LOOK.contains(fs.getUri().getScheme())) {
      fs.access(path, FsAction.READ);
    }
    return true;
  }

  @Override
  public FSDataInputStream open(Path path, FileStatus status) throws IOException {
    if (isHdfs) {
      return HdfsFiles.open(fs, path, status, fs::open);
    }
    FSDataInputStream opened = openRandom(path, status);
    if (status instanceof EtagSource) {
      return opened; // each of its requests names the version
    }
    boolean same = false;
    try {
      FileStatus now = fs.getFileStatus(path);
      same =
          now.getLen() == status.getLen()
              && now.getModificationTime() == status.getModificationTime();
      if (!same) {
        throw new IOException(path + " was changed since it was opened");
      }
      return opened;
    } finally {
      if (!same) {
        opened.close();
      }
    }
  }

  private FSDataInputStream openRandom(Path path, FileStatus status) throws IOException {
    FutureDataInputStreamBuilder builder =
        fs.openFile(path)
            .withFileStatus(status)
            .opt(
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM);
    return FutureIO.awaitFuture(builder.build());
  }
}
