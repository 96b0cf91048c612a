package io.github.cordonfs.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A small HDFS in a JVM of its own. */
final class HdfsNode implements AutoCloseable {

  private final Server server;
  private final URI uri;

  HdfsNode(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("hdfs.log");
    server =
        Server.start(
            Server.classPathOf("hdfs"),
            log,
            List.of(
                "-Xmx512m",
                "io.github.cordonfs.hdfs.HdfsServer",
                Files.createDirectories(directory.resolve("hdfs")).toString()));
    uri = URI.create(server.await(log, line -> line.startsWith("uri ")).substring(4));
  }

  URI uri() {
    return uri;
  }

  /** Returns what a client has to know of a single node. */
  Configuration configure(Configuration conf) {
    conf.set("dfs.replication", "1");
    conf.set("dfs.blocksize", "8m");
    conf.set("dfs.client.block.write.replace-datanode-on-failure.enable", "false");
    return conf;
  }

  @Override
  public void close() {
    server.close();
  }
}
