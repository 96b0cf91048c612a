package io.github.cordonfs.cli.drill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cli.line.Terminal;
import io.github.cordonfs.cli.line.TerminalScreen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The map on a terminal. */
class BlockMapTest {

  private static final Terminal PLAIN = new Terminal(81, 24, false, true);
  private static final Terminal COLORED = new Terminal(81, 24, true, true);

  private CordonFileSystem fs;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16L << 20)
                .huge(HugePolicy.NEVER)
                .injection(true)
                .collapseRate(0)
                .build());
    file = Files.write(fs.getPath("/file"), new byte[1 << 20]);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private List<String> lines(Terminal terminal) {
    return new BlockMap(fs).lines(terminal);
  }

  @Test
  void everyBlockHasACharacter() {
    List<String> lines = lines(PLAIN);
    int frames = fs.pageMap().frameCount();
    // 12 rows of 80.
    int block = (frames + 959) / 960;
    List<String> map = lines.subList(0, lines.size() - 2);
    String blocks = String.join("", map);
    assertThat(blocks).hasSize((frames + block - 1) / block).matches("[s.]+");
    assertThat(blocks.chars().filter(c -> c == 's').count())
        .isBetween(256L / block, 256L / block + 2);
    assertThat(lines.get(lines.size() - 2)).isEqualTo(". free  s small  ");
    assertThat(lines.getLast())
        .isEqualTo(
            "%,d frames, %d in a block; 0 lost now, 0 taken out; 0 failures so far"
                .formatted(frames, block));
  }

  @Test
  void lostPagesAreCountedWhereTheyAre() throws IOException {
    int frame = fs.memoryFailures().strike(file, 0).frame();
    int block = (fs.pageMap().frameCount() + 959) / 960;
    int others = 0;
    for (int next = frame - frame % block; next < frame - frame % block + block; next++) {
      if (next != frame && !fs.pageMap().describe(next).paths().isEmpty()) {
        var _ = fs.memoryFailures().strikeFrame(next);
        others++;
      }
    }
    assertThat(others).isPositive();
    List<String> lines = lines(PLAIN);
    assertThat(lines.get(frame / block / 80).charAt(frame / block % 80))
        .isEqualTo((char) ('1' + others));
    assertThat(lines.getLast()).contains("; " + (1 + others) + " lost now");
    assertThat(lines.get(lines.size() - 2)).endsWith("1 pages lost  ");
  }

  @Test
  void coloursAreThereOnlyWhereTheyAreWanted() throws IOException {
    var _ = fs.memoryFailures().strike(file, 0);
    assertThat(String.join("\n", lines(PLAIN))).doesNotContain("\033");
    List<String> colored = lines(COLORED);
    assertThat(String.join("\n", colored)).contains("\033[48;5;166;38;5;16m1", "█");
    for (String line : colored) {
      // Nothing behind it gets its colours.
      assertThat(line.replaceAll("(?s).*(\033\\[[0-9;]*m)", "$1")).doesNotContain("38;5");
      assertThat(new TerminalScreen().write(line).lines().getFirst()).hasSizeLessThan(81);
    }
    assertThat(String.join("", lines(new Terminal(81, 24, true, false))))
        .contains("s")
        .doesNotContain("█");
  }

  @Test
  void aSmallTerminalHasASmallMapOrNone() {
    assertThat(lines(new Terminal(40, 10, true, true))).hasSizeLessThanOrEqualTo(8);
    assertThat(lines(new Terminal(40, 4, true, true))).isEmpty();
    assertThat(lines(new Terminal(1, 24, true, true))).isEmpty();
  }

  @Test
  void whatWasSeenLastStaysWhenTheFileSystemIsClosed() throws IOException {
    BlockMap map = new BlockMap(fs);
    List<String> before = map.lines(PLAIN);
    fs.close();
    List<String> after = map.lines(PLAIN);
    for (int i = 0; i < 1000; i++) {
      after = map.lines(PLAIN);
    }
    assertThat(after).isEqualTo(before);
  }
}
