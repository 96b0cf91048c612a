package io.github.cordonfs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.frame.MemoryFiles;
import io.github.cordonfs.nio.PoolAddress;
import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A page that the kernel knows to be bad and still shows where it was mapped before, as it is with
 * a huge page that cannot be split (observed on Linux, row b05): only a mapping that is made anew
 * is refused.
 */
@EnabledOnOs(OS.LINUX)
class UnsplittablePageTest {

  private static final int PAGE = 4096;
  private static final int BLOCK = 1 << 21;

  private final List<MemoryFailureEvent> events = new ArrayList<>();

  @Test
  @Tag("S50")
  @Tag("U7")
  @Tag("U4")
  void thePatrolFindsItWhileChannelsStillReadIt() throws IOException {
    Set<Integer> before = MemoryFiles.open();
    try (CordonFileSystem fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(HugePolicy.ALWAYS)
                .collapseRate(0)
                .patrolRate(0)
                .physicalHugePages(false)
                .build())) {
      int memory = MemoryFiles.openedSince(before);
      MemoryFailures failures = fs.memoryFailures();
      failures.addListener(events::add);
      Path path = fs.getPath("/f");
      CordonFileChannel channel =
          CordonFileChannel.of(
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
      channel.write(ByteBuffer.allocate(BLOCK), 0);
      int last = BLOCK - PAGE;
      int frame = failures.frameOf(path, last);
      int copy = Linux.memfdCreate("test-copy");
      assertThat(Linux.populate(copy, 0, PAGE)).isZero();
      assertThat(Linux.overlay(PoolAddress.of(path, frame), PAGE, copy, 0, true)).isTrue();
      Linux.setSize(memory, (long) frame * PAGE);
      assertThat(channel.read(ByteBuffer.allocate(PAGE), last)).isEqualTo(PAGE);

      assertThat(failures.patrol()).isEqualTo(1);
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().source()).isEqualTo(FailureSource.SCRUB);
      assertThat(failures.badRanges(path)).containsExactly(new ByteRange(last, PAGE));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(PAGE), last))
          .isInstanceOf(PoisonedPageException.class);
      channel.punchHole(last, PAGE);
      assertThat(failures.counters().outOfServiceBytes()).as("renewed").isZero();
      assertThat(failures.patrol()).isZero();
      Linux.close(copy);
    }
  }
}
