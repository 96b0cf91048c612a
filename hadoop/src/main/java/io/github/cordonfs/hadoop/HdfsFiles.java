package io.github.cordonfs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnresolvedLinkException;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;

/** What only HDFS can tell. Not to be touched where its classes may be missing. */
final class HdfsFiles {

  private HdfsFiles() {}

  /** Returns whether a file system is of HDFS; needs none of its classes. */
  static boolean isHdfs(FileSystem fileSystem) {
    for (Class<?> type = fileSystem.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals("org.apache.hadoop.hdfs.DistributedFileSystem")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks the name node, in one call, whether the caller may read a file and whether it is complete.
   *
   * @return false if it is being written, or another one by now
   * @throws IOException if it may not be read
   */
  static boolean checkRead(FileSystem hdfs, Path path, FileStatus status) throws IOException {
    LocatedBlocks blocks;
    try {
      blocks =
          ((DistributedFileSystem) hdfs)
              .getClient()
              .getLocatedBlocks(hdfs.makeQualified(path).toUri().getPath(), 0, 1);
    } catch (UnresolvedLinkException e) {
      return false;
    }
    return blocks != null
        && !blocks.isUnderConstruction()
        && blocks.getFileLength() == status.getLen();
  }

  /** Opens a file by its name. */
  interface Opener {
    FSDataInputStream open(Path path) throws IOException;
  }

  /**
   * Opens the very file that a status is of, whatever has its name by now: by its number, so that
   * blocks that are looked up later are its own, too.
   *
   * @throws IOException if it is gone, or was changed
   */
  static FSDataInputStream open(FileSystem hdfs, Path path, FileStatus status, Opener opener)
      throws IOException {
    long number = ((HdfsFileStatus) status).getFileId();
    Path byNumber = hdfs.makeQualified(new Path("/.reserved/.inodes/" + number));
    FSDataInputStream opened;
    Path used = byNumber;
    try {
      opened = opener.open(byNumber);
    } catch (FileNotFoundException e) {
      // It is gone; or this is a router, which knows no numbers. The look below tells.
      used = path;
      opened = opener.open(path);
    }
    boolean same = false;
    try {
      FileStatus now = hdfs.getFileStatus(used);
      same =
          ((HdfsFileStatus) now).getFileId() == number
              && now.getLen() == status.getLen()
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
}
