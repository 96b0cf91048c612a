package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which executor is to read what. */
class SoftAffinityTest extends CachedFixture {

  private static final int BLOCK = 1 << 20;

  @AfterEach
  void forgetExecutors() {
    for (int i = 0; i < 20; i++) {
      LiveExecutors.OF_THIS_DRIVER.removed(Integer.toString(i));
    }
  }

  private static void addExecutors(int count) {
    IntStream.range(0, count)
        .forEach(i -> LiveExecutors.OF_THIS_DRIVER.added("10.0.0." + i, Integer.toString(i)));
  }

  private static FileSystem withAffinity(String block) throws IOException {
    Configuration conf = configuration();
    conf.set("fs.cordon.affinity", "true");
    conf.set("fs.cordon.affinity.block.size", block);
    return open(conf);
  }

  private static String host(BlockLocation location) {
    try {
      assertThat(location.getHosts()).hasSize(1);
      return location.getHosts()[0];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutItLocationsAreThoseOfTheStore() throws IOException {
    addExecutors(3);
    FileStatus status = fs.getFileStatus(path);
    assertThat(host(fs.getFileBlockLocations(status, 0, data.length)[0])).isEqualTo("localhost");
  }

  @Test
  void eachBlockHasItsExecutorAndKeepsItWhileThatIsThere() throws IOException {
    addExecutors(5);
    try (FileSystem wishing = withAffinity("1m")) {
      FileStatus status = wishing.getFileStatus(path);
      BlockLocation[] before = wishing.getFileBlockLocations(status, 0, data.length);
      assertThat(before).hasSize(10);
      assertThat(before[9].getOffset()).isEqualTo(9L * BLOCK);
      assertThat(before[9].getLength()).isEqualTo(data.length - 9 * BLOCK);
      assertThat(Arrays.stream(before).map(SoftAffinityTest::host).distinct().count())
          .isGreaterThan(1);
      assertThat(host(before[0])).matches("executor_10\\.0\\.0\\.\\d_\\d");
      assertThat(wishing.getFileBlockLocations(path, 3 * BLOCK, 1)[0])
          .extracting(SoftAffinityTest::host)
          .isEqualTo(host(before[3]));

      String gone = host(before[3]);
      LiveExecutors.OF_THIS_DRIVER.removed(gone.substring(gone.lastIndexOf('_') + 1));
      BlockLocation[] after = wishing.getFileBlockLocations(status, 0, data.length);
      for (int i = 0; i < 10; i++) {
        if (host(before[i]).equals(gone)) {
          assertThat(host(after[i])).isNotEqualTo(gone);
        } else {
          assertThat(host(after[i])).isEqualTo(host(before[i]));
        }
      }
    }
  }

  @Test
  void aSmallFileHasOneAndDifferentOnesHaveDifferentOnes() throws IOException {
    addExecutors(5);
    List<String> hosts = new ArrayList<>();
    try (FileSystem wishing = withAffinity("128m")) {
      for (int i = 0; i < 20; i++) {
        write("small" + i, new byte[10]);
        Path small = path("small" + i);
        BlockLocation[] locations = wishing.getFileBlockLocations(small, 0, 10);
        assertThat(locations).hasSize(1);
        hosts.add(host(locations[0]));
      }
    }
    assertThat(hosts.stream().distinct().count()).isGreaterThan(2);
  }

  @Test
  void withoutExecutorsOrBytesTheStoreAnswers() throws IOException {
    try (FileSystem wishing = withAffinity("1m")) {
      FileStatus status = wishing.getFileStatus(path);
      assertThat(host(wishing.getFileBlockLocations(status, 0, 10)[0])).isEqualTo("localhost");
      addExecutors(2);
      assertThat(host(wishing.getFileBlockLocations(status, 0, 10)[0])).startsWith("executor_");
      assertThat(wishing.getFileBlockLocations(status, data.length, 10)).isEmpty();
    }
    assertThatThrownBy(() -> withAffinity("0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.cordon.affinity.block.size");
  }
}
