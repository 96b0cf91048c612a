package io.github.cordonfs.fault;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Memory that goes bad under a copy from frame to frame, or under a stream that reads into the
 * caller's array: the file whose page it was is named, and nobody else loses a byte.
 */
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
@EnabledOnOs(OS.LINUX)
@Tag("H8")
@Tag("A5")
class BadMemoryInPassingTest {

  private static final int PAGE = 4096;
  private static final int PAGES = 100;
  private static final int BAD = 40;

  @Parameter HugePolicy huge;

  private FileSystem fs;
  private MemoryFailures failures;
  private Path source;
  private Path target;
  private final byte[] data = new byte[PAGES * PAGE];

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(64 << 20)
                .huge(huge)
                .collapseRate(0)
                .patrolRate(0)
                .physicalHugePages(false)
                .injection(true)
                .build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    source = fs.getPath("/source");
    target = fs.getPath("/target");
    new Random(1).nextBytes(data);
    Files.write(source, data);
    BadPage.inPool(source, failures.frameOf(source, (long) BAD * PAGE));
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private void assertTold() throws IOException {
    assertThat(failures.badRanges(source)).containsExactly(new ByteRange((long) BAD * PAGE, PAGE));
    assertThat(failures.badFiles()).hasSize(1);
  }

  @Test
  void aCopyFailsAndNamesTheSource() throws IOException {
    assertThatThrownBy(() -> Files.copy(source, target))
        .isInstanceOfSatisfying(
            PoisonedPageException.class,
            e -> {
              assertThat(e.getFile()).isEqualTo("/source");
              assertThat(e.offset()).isEqualTo((long) BAD * PAGE);
            });
    assertThat(target).doesNotExist();
    assertTold();
  }

  @Test
  void aTransferEndsBeforeThePage() throws IOException {
    byte[] before = new byte[PAGES * PAGE];
    Files.write(target, before);
    try (FileChannel from = FileChannel.open(source, READ);
        FileChannel to = FileChannel.open(target, WRITE, CREATE)) {
      assertThat(from.transferTo(0, data.length, to)).isEqualTo(BAD * PAGE);
      assertThatThrownBy(() -> from.transferTo((long) BAD * PAGE, PAGE, to))
          .isInstanceOf(PoisonedPageException.class);
    }
    assertThat(Arrays.copyOf(Files.readAllBytes(target), BAD * PAGE))
        .isEqualTo(Arrays.copyOf(data, BAD * PAGE));
    assertTold();
  }

  @Test
  void aStreamReadsUpToThePage() throws IOException {
    byte[] read = new byte[PAGES * PAGE];
    int done = 0;
    try (InputStream in = Files.newInputStream(source)) {
      while (done < BAD * PAGE) {
        int n = in.read(read, done, Math.min(10_000, read.length - done));
        assertThat(n).isPositive();
        done += n;
      }
      assertThat(done).isEqualTo(BAD * PAGE);
      assertThatThrownBy(in::read).isInstanceOf(PoisonedPageException.class);
    }
    assertThat(Arrays.copyOf(read, done)).isEqualTo(Arrays.copyOf(data, done));
    assertTold();
  }

  /** The memory that a copy gets may be bad as well: then it gets other memory. */
  @Test
  void theMemoryOfTheTargetMayBeBad() throws IOException {
    Path good = Files.write(fs.getPath("/good"), data);
    Path freed = Files.write(fs.getPath("/freed"), data);
    int frame = failures.frameOf(freed, 3 * PAGE);
    BadPage.inPool(good, frame);
    Files.delete(freed);
    for (int i = 0; i < 20; i++) {
      Path copy = fs.getPath("/copy" + i);
      Files.copy(good, copy);
      assertThat(Files.readAllBytes(copy)).isEqualTo(data);
    }
    assertThat(Files.readAllBytes(good)).isEqualTo(data);
    assertThat(failures.badFiles()).isEmpty();
  }
}
