package io.github.cordonfs.cli.drill.film;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PageState;
import io.github.cordonfs.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a drill. */
class FilmPageTest {

  @Test
  void theFilmEndsWithWhatIsLostAtTheEnd() throws Exception {
    CordonOptions options =
        CordonOptions.builder().size(16L << 20).injection(true).collapseRate(0).build();
    Film film = new Film(Duration.ofMinutes(10));
    try (CordonFileSystem fs = Cordon.newFileSystem(options)) {
      Files.write(fs.getPath("/file"), new byte[1 << 20]);
      film.begin(fs, () -> 42);
      var _ = fs.memoryFailures().strikeRandom(1, 7);
      film.end();
    }
    assertThat(film.pictures()).hasSize(2);
    assertThat(film.pictures().getFirst().poisoned()).isZero();
    assertThat(film.pictures().getLast().poisoned()).isEqualTo(7);
    assertThat(film.pictures().getLast().verified()).isEqualTo(42);
    byte[] runs = film.pictures().getLast().cells();
    int cells = 0;
    int lost = 0;
    for (int i = 0; i < runs.length; i += 2) {
      cells += (runs[i] & 0xFF) + 1;
      lost += (runs[i + 1] & 15) == PageState.POISONED.code() ? (runs[i] & 0xFF) + 1 : 0;
    }
    assertThat(cells).isEqualTo(film.width() * film.height());
    assertThat(lost).isBetween(1, 7);
  }

  /** Its thread may not have begun when it ends, or be in the middle of a picture. */
  @Test
  void wheneverItEndsThereIsALastPicture() throws Exception {
    CordonOptions options = CordonOptions.builder().size(4L << 20).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options)) {
      for (int i = 0; i < 300; i++) {
        Film film = new Film(Duration.ofMinutes(10));
        film.begin(fs, () -> 0);
        film.end();
        assertThat(film.pictures()).as("round %d", i).hasSize(2);
      }
    }
  }

  @Test
  void runsHoldUpTo256() {
    byte[] bytes = new byte[300];
    bytes[299] = 5;
    assertThat(Runs.of(bytes)).containsExactly((byte) 255, 0, (byte) 42, 0, 0, 5);
    assertThat(Runs.of(new byte[0])).isEmpty();
  }

  @Test
  void aDrillWritesAPageThatNeedsNothingElse(@TempDir Path temp) throws Exception {
    Path file = Files.write(temp.resolve("<script><b>"), new byte[300_000]);
    Path page = temp.resolve("drill.html");
    CommandRun run =
        CommandRun.of(
            "drill",
            "--duration=300ms",
            "--strikes=20",
            "--threads=1",
            "--no-progress",
            "--html=" + page,
            file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .contains("\"verdict\":\"PASS\"", "Content-Security-Policy")
        .doesNotContain("http://", "https://", "<script><b>")
        .doesNotContain("/*DATA*/");
  }

  @Test
  void badFilesAreRefusedBeforeAnythingIsDone(@TempDir Path temp) {
    CommandRun run = CommandRun.of("drill", "--html=" + temp.resolve("none/drill.html"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--html: there is no directory").hasLineCount(1);
    CommandRun backed = CommandRun.of("drill", "--backing=" + temp, "--html=x.html");
    assertThat(backed.exitCode()).isEqualTo(2);
    assertThat(backed.err()).contains("does not go with --backing").hasLineCount(1);
  }
}
