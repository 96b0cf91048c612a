package io.github.cordonfs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractSetTimesTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Setting times, as Hadoop's contract has it. */
@ParameterizedClass
@EnumSource(names = {"HDFS_WRAPPED", "HDFS"})
class SetTimesContractTest extends AbstractContractSetTimesTest {

  @Parameter ContractStore store;

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new CordonContract(store, conf);
  }
}
