package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Whether there is room beside the heap of an executor. */
class MemoryOverheadTest {

  private final SparkConf conf = new SparkConf(false);

  @Test
  void aCacheThatFitsIsNoReasonToWarn() {
    assertThat(MemoryOverhead.warning(conf, "300m")).isNull();
    conf.set("spark.executor.memoryOverhead", "9g");
    assertThat(MemoryOverhead.warning(conf, "8g")).isNull();
  }

  @Test
  void oneThatDoesNotSaysWhatToSet() {
    conf.set("spark.executor.memory", "8g");
    assertThat(MemoryOverhead.warning(conf, "2g"))
        .contains("2048 MiB of each executor")
        .contains("overhead is 819 MiB")
        .contains("spark.executor.memoryOverhead to 2867m");
  }

  @Test
  void aSizeThatCannotBeReadIsForOthersToTell() {
    assertThat(MemoryOverhead.warning(conf, "a lot")).isNull();
  }
}
