package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** How what is wrapped is configured. */
class WrappedClassTest {

  private static final String WHOLE = "fs.cordon.whole.bytes";

  private static String wholeBytes(String... keysAndValues) {
    Configuration conf = new Configuration(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return WrappedClass.configuration(URI.create("s3a://bucket"), conf).get(WHOLE);
  }

  @Test
  void objectsAreReadWholeThatS3aWouldReadWhole() {
    String small = "fs.s3a.analytics.accelerator.physicalio.small.";
    assertThat(wholeBytes()).isEqualTo("8388608");
    assertThat(wholeBytes(small + "object.size.threshold", "12345")).isEqualTo("12345");
    assertThat(wholeBytes(small + "object.size.threshold", "99999999")).isEqualTo("16777216");
    assertThat(wholeBytes(small + "objects.prefetching.enabled", "false")).isEqualTo("0");
  }

  @Test
  void whoeverChoosesAStreamOrALengthGetsIt() {
    assertThat(wholeBytes("fs.s3a.input.stream.type", "classic")).isNull();
    assertThat(wholeBytes("fs.s3a.input.stream.type", "analytics")).isNull();
    assertThat(wholeBytes(WHOLE, "0")).isEqualTo("0");
  }

  @Test
  void otherStoresAreLeftAlone() {
    Configuration conf = new Configuration(false);
    assertThat(WrappedClass.configuration(URI.create("hdfs://node"), conf)).isSameAs(conf);
    assertThat(conf.get(WHOLE)).isNull();
  }
}
