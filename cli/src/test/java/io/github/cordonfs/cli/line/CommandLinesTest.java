package io.github.cordonfs.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {

  /** Fails as it is told to. */
  @Command(name = "fail")
  static final class Fail implements Callable<Integer> {
    @Option(names = "--error")
    private boolean error;

    @Override
    public Integer call() throws Exception {
      if (error) {
        throw new OutOfMemoryError("for the test");
      }
      throw new Exception("for the test");
    }
  }

  private final StringWriter err = new StringWriter();
  private final CommandLine line = CommandLines.of(new Fail()).setErr(new PrintWriter(err, true));

  @Test
  void anUnexpectedExceptionIsNoFinding() {
    assertThat(CommandLines.run(line)).isEqualTo(ExitCode.BROKEN_OFF);
    assertThat(err.toString()).startsWith("fail: broken off by an error\njava.lang.Exception: for");
  }

  @Test
  void anErrorIsNoFinding() {
    assertThat(CommandLines.run(line, "--error")).isEqualTo(ExitCode.BROKEN_OFF);
    assertThat(err.toString()).contains("OutOfMemoryError: for the test");
  }

  @Test
  void anOptionThatIsMistypedIsAskedBack() {
    assertThat(CommandLines.run(line, "--eror=1")).isEqualTo(ExitCode.CANNOT_RUN);
    assertThat(err.toString())
        .isEqualTo("fail: unknown option '--eror'; did you mean '--error'? (see: fail --help)\n");
  }

  @Test
  void anArgumentTooManyIsRefused() {
    assertThat(CommandLines.run(line, "more")).isEqualTo(ExitCode.CANNOT_RUN);
    assertThat(err.toString()).isEqualTo("fail: unexpected argument 'more' (see: fail --help)\n");
  }
}
