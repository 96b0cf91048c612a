package io.github.cordonfs.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** What Hadoop's contract tests have to know of a store that is read through Cordon. */
final class CordonContract extends AbstractFSContract {

  private final ContractStore store;
  private FileSystem fs;

  CordonContract(ContractStore store, Configuration conf) {
    super(conf);
    this.store = store;
    store.configure(conf);
    addConfResource("contract/" + store.scheme() + ".xml");
  }

  @Override
  public void init() throws IOException {
    super.init();
    fs = store.open(getConf());
  }

  @Override
  public void teardown() throws IOException {
    fs.close();
    super.teardown();
  }

  @Override
  public FileSystem getTestFileSystem() {
    return fs;
  }

  @Override
  public String getScheme() {
    return store.scheme();
  }

  @Override
  public Path getTestPath() {
    return new Path("/contract");
  }
}
