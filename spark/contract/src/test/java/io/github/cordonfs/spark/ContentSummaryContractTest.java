package io.github.cordonfs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractContentSummaryTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Summaries of directories, as Hadoop's contract has it. */
@ParameterizedClass
@EnumSource
class ContentSummaryContractTest extends AbstractContractContentSummaryTest {

  @Parameter ContractStore store;

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new CordonContract(store, conf);
  }
}
