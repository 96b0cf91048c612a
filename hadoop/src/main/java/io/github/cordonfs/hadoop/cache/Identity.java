package io.github.cordonfs.hadoop.cache;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/** What tells one version of a file from another, of what is known of the file. */
final class Identity {

  /** How old a time of modification has to be before it is trusted: the steps of clocks. */
  private static final long SETTLED_MILLIS = 2000;

  private static final String HDFS_STATUS = "org.apache.hadoop.hdfs.protocol.HdfsFileStatus";

  private Identity() {}

  /**
   * Returns a text that no other version of the file has; null if there is none.
   *
   * @param now in milliseconds since the epoch
   */
  static @Nullable String of(FileStatus status, Configuration conf, long now) {
    String named = byStore(status);
    if (named != null || !status.isFile() || status instanceof EtagSource) {
      return named;
    }
    long modified = status.getModificationTime();
    return conf.getBoolean(CacheOptions.BY_TIME, false) && modified < now - SETTLED_MILLIS
        ? "time " + modified + " " + status.getLen()
        : null;
  }

  /** Returns a text that the store has for the version and for no other; null if there is none. */
  static @Nullable String byStore(FileStatus status) {
    if (!status.isFile()) {
      return null;
    }
    if (status instanceof EtagSource source) {
      String etag = source.getEtag();
      // A weak one stands for content that means the same, not for the same bytes.
      return etag == null || etag.isEmpty() || etag.startsWith("W/")
          ? null
          : "etag " + etag + " " + status.getLen();
    }
    return isOfHdfs(status) ? HdfsIdentity.of(status) : null;
  }

  /** Without its classes, which may not be there. */
  private static boolean isOfHdfs(FileStatus status) {
    for (Class<?> type = status.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> face : type.getInterfaces()) {
        if (face.getName().equals(HDFS_STATUS)) {
          return true;
        }
      }
    }
    return false;
  }
}
