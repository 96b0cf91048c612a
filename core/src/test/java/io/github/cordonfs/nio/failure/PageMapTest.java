package io.github.cordonfs.nio.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.PageState;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page map says of frames, beside what they are used for. */
class PageMapTest {

  private static final int PAGE = 4096;

  private static CordonFileSystem open(HugePolicy huge) throws IOException {
    return Cordon.newFileSystem(
        CordonOptions.builder().size(16L << 20).injection(true).huge(huge).build());
  }

  private static PageState state(CordonFileSystem fs, int frame) {
    byte[] one = new byte[1];
    fs.pageMap().states(frame, one, 0, 1);
    return PageState.of(one[0]);
  }

  private static int frame(Path file, int page) throws IOException {
    int[] frames = new int[1];
    assertThat(map(file).frames(file, page, frames)).isEqualTo(1);
    return frames[0];
  }

  private static PageMap map(Path file) {
    return CordonFileSystem.of(file.getFileSystem()).pageMap();
  }

  private static PageState state(Path file, int page) throws IOException {
    return state(CordonFileSystem.of(file.getFileSystem()), frame(file, page));
  }

  @Test
  void framesOfSmallAndHugeFoliosAreTold() throws IOException {
    try (CordonFileSystem small = open(HugePolicy.NEVER);
        CordonFileSystem huge = open(HugePolicy.ALWAYS)) {
      Path one = Files.write(small.getPath("/one"), new byte[3 * PAGE]);
      Path other = Files.write(huge.getPath("/other"), new byte[2 << 20]);
      assertThat(state(one, 2)).isEqualTo(PageState.SMALL);
      assertThat(state(other, 511)).isEqualTo(PageState.HUGE);
      assertThat(huge.pageMap().describe(frame(other, 7)).huge()).isTrue();
      assertThat(small.pageMap().frameCount()).isEqualTo(4096);
    }
  }

  @Test
  void allFramesOfAPoolAreToldAtOnceAcrossBlocks() throws IOException {
    try (CordonFileSystem fs = open(HugePolicy.NEVER)) {
      Path file = Files.write(fs.getPath("/file"), new byte[700 * PAGE]);
      int[] frames = new int[1000];
      int pages = fs.pageMap().frames(file, 0, frames);
      assertThat(pages).isEqualTo(700);
      byte[] all = new byte[fs.pageMap().frameCount() + 5];
      fs.pageMap().states(0, all, 5, fs.pageMap().frameCount());
      int used = 0;
      for (int i = 5; i < all.length; i++) {
        used += all[i] == PageState.SMALL.code() ? 1 : 0;
      }
      assertThat(used).isEqualTo(700);
      for (int page = 0; page < pages; page++) {
        assertThat(all[5 + frames[page]]).isEqualTo(PageState.SMALL.code());
      }
    }
  }

  @Test
  void aLostPageIsToldWithFileRangeAndSource() throws IOException {
    try (CordonFileSystem fs = open(HugePolicy.ALWAYS)) {
      Path file = Files.write(fs.getPath("/file"), new byte[(2 << 20) + 100]);
      int frame = fs.memoryFailures().strike(file, 5 * PAGE + 1).frame();
      int last = fs.memoryFailures().strike(file, 2 << 20).frame();
      assertThat(state(fs, frame)).isEqualTo(PageState.POISONED);
      PageInfo info = fs.pageMap().describe(frame);
      assertThat(info.paths()).containsExactly("/file");
      assertThat(info.pageIndex()).isEqualTo(5);
      assertThat(info.range()).isEqualTo(new ByteRange(5 * PAGE, PAGE));
      assertThat(info.source()).isEqualTo(FailureSource.INJECTED);
      assertThat(fs.pageMap().describe(last).range()).isEqualTo(new ByteRange(2 << 20, 100));

      var _ = fs.memoryFailures().clearPoison(file, info.range());
      assertThat(state(fs, frame)).isEqualTo(PageState.QUARANTINED);
      assertThat(fs.pageMap().describe(frame).paths()).isEmpty();
      assertThat(fs.pageMap().describe(frame).source()).isEqualTo(FailureSource.INJECTED);
    }
  }

  @Test
  void softOfflineIsToldApartFromAFailure() throws IOException {
    try (CordonFileSystem fs = open(HugePolicy.NEVER)) {
      Path file = Files.write(fs.getPath("/file"), new byte[PAGE]);
      int frame = frame(file, 0);
      var _ = fs.memoryFailures().softOffline(file, 0);
      assertThat(state(fs, frame)).isEqualTo(PageState.SOFT_OFFLINED);
      assertThat(fs.pageMap().describe(frame).source()).isNull();
      assertThat(state(file, 0)).isEqualTo(PageState.SMALL);
    }
  }

  @Test
  void onlyThePagesInAMappingAreMapped() throws IOException {
    try (CordonFileSystem fs = open(HugePolicy.NEVER);
        Arena arena = Arena.ofConfined()) {
      Path file = Files.write(fs.getPath("/file"), new byte[8 * PAGE]);
      try (FileChannel channel = FileChannel.open(file)) {
        var _ = channel.map(MapMode.READ_ONLY, 2 * PAGE, 3 * PAGE, arena);
      }
      assertThat(state(file, 1)).isEqualTo(PageState.SMALL);
      assertThat(state(file, 2)).isEqualTo(PageState.MAPPED);
      assertThat(state(file, 4)).isEqualTo(PageState.MAPPED);
      assertThat(state(file, 5)).isEqualTo(PageState.SMALL);
      assertThat(fs.pageMap().describe(frame(file, 4)).mapped()).isTrue();
    }
  }

  @Test
  void pagesOfAMountAreCleanUntilTheyAreWritten(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("data"), new byte[4 * PAGE]);
    CordonOptions options = CordonOptions.builder().size(16L << 20).writable(true).build();
    try (CordonFileSystem mount = Cordon.mount(directory, options)) {
      Path file = mount.getPath("/data");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        channel.read(ByteBuffer.allocate(4 * PAGE), 0);
        assertThat(state(file, 1)).isEqualTo(PageState.CLEAN);
        channel.write(ByteBuffer.wrap(new byte[PAGE]), PAGE);
        assertThat(state(file, 1)).isEqualTo(PageState.DIRTY);
        assertThat(state(file, 0)).isEqualTo(PageState.CLEAN);
        assertThat(mount.pageMap().describe(frame(file, 0)).backed()).isTrue();
        channel.force(true);
        assertThat(state(file, 1)).isEqualTo(PageState.CLEAN);
      }
    }
  }

  @Test
  void holesHaveNoFrameAndPagesEndWithTheFile() throws IOException {
    try (CordonFileSystem fs = open(HugePolicy.NEVER)) {
      Path file = fs.getPath("/sparse");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[10]), 3 * PAGE);
      }
      int[] frames = new int[9];
      assertThat(fs.pageMap().frames(file, 1, frames)).isEqualTo(3);
      assertThat(frames[0]).isEqualTo(-1);
      assertThat(frames[2]).isNotNegative();
      assertThat(fs.pageMap().frames(file, 4, frames)).isZero();
    }
  }

  @Test
  void thePatrolsProgressIsCounted() throws IOException {
    try (CordonFileSystem fs =
        Cordon.newFileSystem(CordonOptions.builder().size(16L << 20).patrolRate(0).build())) {
      assertThat(fs.pageMap().patrolledBytes()).isZero();
      patrol(fs);
      assertThat(fs.pageMap().patrolledBytes()).isEqualTo(16L << 20);
      patrol(fs);
      assertThat(fs.pageMap().patrolledBytes()).isEqualTo(32L << 20);
    }
  }

  /** It walks over all memory even where the kernel cannot say what is bad. */
  private static void patrol(CordonFileSystem fs) {
    try {
      var _ = fs.memoryFailures().patrol();
    } catch (UnsupportedOperationException _) {
      // Not Linux, or an old one.
    }
  }

  @Test
  void whatDoesNotExistIsRefused() throws IOException {
    CordonFileSystem fs = open(HugePolicy.NEVER);
    PageMap map = fs.pageMap();
    byte[] room = new byte[10];
    assertThatThrownBy(() -> map.states(4090, room, 0, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.states(0, room, 5, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.describe(4096)).isInstanceOf(IndexOutOfBoundsException.class);
    Path file = Files.write(fs.getPath("/file"), new byte[1]);
    assertThatThrownBy(() -> map.frames(file, -1, new int[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.frames(fs.getPath("/none"), 0, new int[1]))
        .isInstanceOf(NoSuchFileException.class);
    fs.close();
    assertThatThrownBy(() -> map.states(0, room, 0, 1))
        .isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(() -> map.describe(0)).isInstanceOf(ClosedFileSystemException.class);
  }

  @Test
  void theBeanSaysTheSame() throws Exception {
    var server = ManagementFactory.getPlatformMBeanServer();
    try (CordonFileSystem fs = open(HugePolicy.NEVER)) {
      Path file = Files.write(fs.getPath("/file"), new byte[3 * PAGE]);
      int frame = fs.memoryFailures().strike(file, PAGE).frame();
      CordonMXBean bean =
          JMX.newMXBeanProxy(
              server,
              new ObjectName("io.github.cordonfs:type=FileSystem,name=" + fs.name()),
              CordonMXBean.class);
      assertThat(bean.getFrameCount()).isEqualTo(4096);
      assertThat(bean.pageStates(frame, 1)).containsExactly(PageState.POISONED.code());
      assertThat(bean.describeFrame(frame)).isEqualTo(fs.pageMap().describe(frame));
      assertThat(bean.pageFrames("/file", 1, 10)).hasSize(2).startsWith(frame);
      assertThat(bean.describeFrame(4095).source()).isNull();
      assertThat(bean.describeFrame(4095).paths()).isEqualTo(List.of());
      assertThatThrownBy(() -> bean.pageStates(4000, 200))
          .hasStackTraceContaining("200 frames from 4000 on: there are 4096 frames");
      assertThatThrownBy(() -> bean.pageStates(0, -1)).hasStackTraceContaining("-1 is not one of");
      assertThatThrownBy(() -> bean.pageFrames("/file", 0, (1 << 20) + 1))
          .hasStackTraceContaining("1048577 is not one of");
      assertThatThrownBy(() -> bean.describeFrame(-1)).hasStackTraceContaining("frame -1 is not");
    }
  }
}
