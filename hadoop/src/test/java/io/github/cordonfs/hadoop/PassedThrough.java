package io.github.cordonfs.hadoop;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads a file, in a JVM of its own, where the cache's classes are missing. */
final class PassedThrough {

  private PassedThrough() {}

  public static void main(String[] args) throws IOException {
    try (FileSystem fs = CachedFixture.open(CachedFixture.configuration());
        FSDataInputStream in = fs.open(new Path(args[0]))) {
      System.out.println(
          in.readAllBytes().length
              + " bytes, "
              + (((CordonCachingFileSystem) fs).isCaching() ? "cached" : "not cached"));
    }
  }
}
