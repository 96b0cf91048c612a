package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractRenameTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Renaming, as Hadoop's contract has it. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("JUnitMethodInvoked") // of the superclass, which has no other
class RenameContractTest extends AbstractContractRenameTest {

  @Parameter ContractStore store;

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new CordonContract(store, conf);
  }

  /** S3A looks for no file above the target, and neither does Cordon for it. */
  @Test
  @Override
  public void testRenameFileUnderFileSubdir() throws Exception {
    if (store == ContractStore.S3) {
      assertThatThrownBy(super::testRenameFileUnderFileSubdir)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("unexpectedly found");
    } else {
      super.testRenameFileUnderFileSubdir();
    }
  }

  /** S3A takes an empty directory for the target itself, and not for the one to put it into. */
  @Test
  @Override
  public void testRenameDirIntoExistingDir() throws Throwable {
    if (store == ContractStore.S3) {
      assertThatThrownBy(super::testRenameDirIntoExistingDir)
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("not found s3a://cordon/contract/dest/source");
    } else {
      super.testRenameDirIntoExistingDir();
    }
  }
}
