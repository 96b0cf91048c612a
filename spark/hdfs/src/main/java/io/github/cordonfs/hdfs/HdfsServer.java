package io.github.cordonfs.hdfs;

import java.io.File;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A small HDFS, until its standard input ends. Prints its URI when it serves. */
public final class HdfsServer {

  private HdfsServer() {}

  /**
   * Runs it.
   *
   * @param args a directory for its data
   */
  public static void main(String[] args) throws IOException {
    Configuration conf = new Configuration();
    conf.set("dfs.datanode.hostname", "127.0.0.1");
    conf.setBoolean("dfs.permissions.enabled", true);
    conf.set("dfs.blocksize", "8m");
    // Contract tests of Hadoop make tiny ones.
    conf.set("dfs.namenode.fs-limits.min-block-size", "0");
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(conf, new File(args[0])).numDataNodes(1).build()) {
      cluster.waitActive();
      System.out.println("uri " + cluster.getURI());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Until whoever started it ends.
      }
    }
    // There are threads that would keep the JVM.
    Runtime.getRuntime().halt(0);
  }
}
