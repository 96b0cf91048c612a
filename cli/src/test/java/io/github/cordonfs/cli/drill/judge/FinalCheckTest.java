package io.github.cordonfs.cli.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.storm.Restorer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults put into a real file system behind the back of the drill must be found. */
class FinalCheckTest {

  private static final int SIZE = 5 * 4096 + 10;

  private final byte[] original = new byte[SIZE];
  private final DrillCounters counters = new DrillCounters();
  private final StrikeLog strikeLog = new StrikeLog(counters, false);
  private final PageStates states = new PageStates(6);
  private final FileSystem fileSystem;
  private final MemoryFailures failures;
  private final FinalCheck check;
  private final LoadedFile file;

  FinalCheckTest() throws IOException {
    fileSystem =
        Cordon.newFileSystem(CordonOptions.builder().size(16 << 20).injection(true).build());
    failures = CordonFileSystem.of(fileSystem).memoryFailures();
    check = new FinalCheck(failures, counters, true);
    new Random(1).nextBytes(original);
    Path path = fileSystem.getPath("/f");
    Files.write(path, original);
    file = new LoadedFile("f", path, open(path), MemorySegment.ofArray(original), 0);
  }

  private static CordonFileChannel open(Path path) throws IOException {
    return CordonFileChannel.of(
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @AfterEach
  void close() throws IOException {
    fileSystem.close();
  }

  private long[] findings() {
    return new long[] {
      counters.silentWrongBytes.sum(),
      counters.bystandersHurt.sum(),
      counters.pagesNotTold.sum(),
      counters.reportMismatches.sum()
    };
  }

  @Test
  void aLostPageThatWasStruckIsAsItShouldBe() throws IOException {
    failures.strike(file.path(), 4096);
    states.announce(1);
    states.lost(1);
    check.check(file, states);
    check.checkBadFiles();
    assertThat(findings()).containsExactly(0, 0, 0, 0);
    new Restorer(failures, states, counters, true).restore(file, 1);
    check.checkWell(file.channel(), file.path(), file.original());
    assertThat(findings()).containsExactly(0, 0, 0, 0);
    assertThat(counters.restored.sum()).isEqualTo(1);
  }

  @Test
  void aLostPageThatWasNotStruckIsABystander() throws IOException {
    failures.strike(file.path(), SIZE - 1);
    check.check(file, states);
    assertThat(findings()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void aStruckPageThatGivesNoErrorIsFound() throws IOException {
    states.announce(2);
    states.lost(2);
    check.check(file, states);
    assertThat(findings()).containsExactly(0, 0, 1, 0);
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    byte[] flipped = {(byte) (original[9000] ^ 4)};
    file.channel().write(ByteBuffer.wrap(flipped), 9000);
    check.check(file, states);
    assertThat(findings()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void aWrongSizeIsFound() throws IOException {
    file.channel().write(ByteBuffer.wrap(new byte[1]), SIZE);
    check.check(file, states);
    assertThat(findings()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void aBadFileNobodyFoundIsAMismatch() throws IOException {
    failures.strike(file.path(), 0);
    check.checkBadFiles();
    assertThat(findings()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void aWritersErrorNeedsAStrikeInTheStrikeLog() throws IOException {
    WriterJudge judge = new WriterJudge(failures, strikeLog, counters, true, 1);
    Path path = fileSystem.getPath("/w");
    try (WriterFile written =
        new WriterFile(path, HugePolicy.NEVER, new byte[WriterFile.MAX_SIZE], strikeLog)) {
      written.channel.write(ByteBuffer.wrap(original), 0);
      written.wrote(original, 0, 0, SIZE);
      strikeLog.enter(failures.strike(path, 0));
      judge.failed(written, 10, readError(written, 10));
      assertThat(findings()).containsExactly(0, 0, 0, 0);
      failures.strike(path, 4096);
      judge.failed(written, 4096, readError(written, 4096));
      assertThat(findings()).containsExactly(0, 1, 0, 0);
    }
  }

  @Test
  void aWritersPageWhoseLossIsForgottenIsFound() throws IOException {
    WriterJudge judge = new WriterJudge(failures, strikeLog, counters, true, 1);
    Path path = fileSystem.getPath("/w");
    try (WriterFile written =
        new WriterFile(path, HugePolicy.NEVER, new byte[WriterFile.MAX_SIZE], strikeLog)) {
      written.channel.write(ByteBuffer.wrap(original), 0);
      written.wrote(original, 0, 0, SIZE);
      long number = strikeLog.begin();
      strikeLog.enter(failures.strike(path, 4096));
      written.hit(1, number);
      strikeLog.settle(number);
      assertThat(check.check(written, judge).cardinality()).isEqualTo(1);
      assertThat(findings()).containsExactly(0, 0, 0, 0);
      // Not through its writer: the page is well again and nobody made it so.
      written.channel.clearPoison(0, SIZE);
      written.channel.write(ByteBuffer.wrap(original), 0);
      assertThat(check.check(written, judge).cardinality()).isZero();
      assertThat(findings()).containsExactly(0, 0, 1, 0);
    }
  }

  private static PoisonedPageException readError(WriterFile file, long position) {
    try {
      file.channel.read(ByteBuffer.allocate(1), position);
    } catch (PoisonedPageException e) {
      return e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no error");
  }
}
