package io.github.cordonfs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractOpenTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening, as Hadoop's contract has it. */
@ParameterizedClass
@EnumSource
class OpenContractTest extends AbstractContractOpenTest {

  @Parameter ContractStore store;

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new CordonContract(store, conf);
  }

  @Override
  protected boolean areZeroByteFilesEncrypted() {
    return store == ContractStore.S3; // as S3A says of all objects
  }
}
