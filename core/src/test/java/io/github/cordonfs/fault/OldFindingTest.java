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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the patrol found bad is made good by others before it comes to act on it: while it tells a
 * listener of another page.
 */
@EnabledOnOs(OS.LINUX)
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
@Tag("S48")
@Tag("U7")
@Tag("H8")
class OldFindingTest {

  private static final int PAGE = 4096;

  @Parameter HugePolicy huge;

  private final List<MemoryFailureEvent> events = new ArrayList<>();
  private final byte[] good = new byte[PAGE];

  /** How a file gets rid of its first page, which is known to be bad. */
  enum Healing {
    DELETE {
      @Override
      void heal(Path file) throws IOException {
        Files.delete(file);
      }
    },
    TRUNCATE {
      @Override
      void heal(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    },
    REPLACE {
      @Override
      void heal(Path file) throws IOException {
        Files.write(file, new byte[] {1});
      }
    },
    PUNCH {
      @Override
      void heal(Path file) throws IOException {
        try (CordonFileChannel channel =
            CordonFileChannel.of(FileChannel.open(file, StandardOpenOption.WRITE))) {
          channel.punchHole(0, PAGE);
        }
      }
    },
    CLEAR {
      @Override
      void heal(Path file) throws IOException {
        assertThat(failures(file).clearPoison(file, new ByteRange(0, PAGE))).hasSize(1);
      }
    },
    RESTORE {
      @Override
      void heal(Path file) throws IOException {
        ByteRange page = new ByteRange(0, PAGE);
        assertThat(failures(file).restore(file, page, ByteBuffer.allocate(PAGE))).hasSize(1);
      }
    };

    abstract void heal(Path file) throws IOException;

    private static MemoryFailures failures(Path file) {
      return CordonFileSystem.of(file.getFileSystem()).memoryFailures();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNewDataOfAFrameThatWasRenewedMeanwhileIsNotTaken(Healing healing) throws IOException {
    Arrays.fill(good, (byte) 7);
    try (CordonFileSystem fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(huge)
                .collapseRate(0)
                .patrolRate(0)
                .physicalHugePages(false)
                .injection(true)
                .build())) {
      MemoryFailures failures = fs.memoryFailures();
      Path a = fs.getPath("/a");
      Path b = fs.getPath("/b");
      Path c = fs.getPath("/c");
      Files.write(a, good);
      Files.write(b, good);
      Files.createFile(c);
      int ofA = failures.frameOf(a, 0);
      int ofB = failures.frameOf(b, 0);
      BadPage.inPool(a, ofA);
      BadPage.inPool(b, ofB);
      failures.addListener(event -> {
        events.add(event);
        if (events.size() == 1) {
          Path other = event.frame() == ofA ? b : a;
          healAndUseAgain(other, other.equals(b) ? ofB : ofA, healing, c);
        }
      });
      assertThat(failures.patrol()).isEqualTo(1);
      assertThat(events)
          .extracting(MemoryFailureEvent::source)
          .containsExactly(FailureSource.SCRUB, FailureSource.HARDWARE);
      assertThat(events.getFirst().frame()).isNotEqualTo(events.getLast().frame());
      assertThat(failures.badRanges(c)).isEmpty();
      byte[] all = Files.readAllBytes(c);
      for (int page = 0; page < all.length / PAGE; page++) {
        assertThat(Arrays.copyOfRange(all, page * PAGE, (page + 1) * PAGE)).isEqualTo(good);
      }
      assertThat(failures.counters().outOfServiceBytes()).isEqualTo(PAGE);
      assertThat(failures.counters().total()).isEqualTo(2);
    }
  }

  /** Meets the bad page, heals its file, and has the frame written again with good data. */
  private void healAndUseAgain(Path file, int frame, Healing healing, Path next) {
    try {
      assertThatThrownBy(() -> Files.readAllBytes(file)).isInstanceOf(PoisonedPageException.class);
      healing.heal(file);
      MemoryFailures failures = CordonFileSystem.of(file.getFileSystem()).memoryFailures();
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        long at = 0;
        do {
          channel.write(ByteBuffer.wrap(good), at);
          at += PAGE;
        } while (failures.frameOf(next, at - PAGE) != frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
