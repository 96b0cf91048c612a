package io.github.cordonfs.hadoop.cache;

import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/** The identity of a file of HDFS. Not to be touched where its classes may be missing. */
final class HdfsIdentity {

  private HdfsIdentity() {}

  static String of(FileStatus status) {
    return "file "
        + ((HdfsFileStatus) status).getFileId()
        + " "
        + status.getLen()
        + " "
        + status.getModificationTime();
  }
}
