package io.github.cordonfs.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Reading several ranges, as Hadoop's contract has it. */
class VectoredReadContractTest extends AbstractContractVectoredReadTest {

  private final ContractStore store;

  /**
   * Makes it, for its superclass has it parameterized.
   *
   * @param storeAndBuffer the name of a store, a space, and the kind of buffer
   */
  VectoredReadContractTest(String storeAndBuffer) {
    super(storeAndBuffer.substring(storeAndBuffer.indexOf(' ') + 1));
    this.store = ContractStore.valueOf(storeAndBuffer.substring(0, storeAndBuffer.indexOf(' ')));
  }

  /** Returns each store with each kind of buffer. */
  public static List<String> params() {
    return Arrays.stream(ContractStore.values())
        .flatMap(store ->
            AbstractContractVectoredReadTest.params().stream().map(buffer -> store + " " + buffer))
        .toList();
  }

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new CordonContract(store, conf);
  }
}
