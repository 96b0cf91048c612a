package io.github.cordonfs.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;

/**
 * Replays recordings of a real tmpfs: those of this module, or those of the directory that {@code
 * -Dcordon.traces=DIR} names.
 */
class TraceReplayTest {

  @Test
  void everyLineEndsAsOnLinuxOrAsIsWrittenDown() throws IOException, URISyntaxException {
    TraceReplayer replayer = new TraceReplayer();
    for (Trace trace : Traces.in(Traces.directory())) {
      replayer.replay(trace);
    }
    Tally tally = replayer.tally();
    tally.differences().forEach(System.out::println);
    System.out.println(tally);
    assertThat(tally.count(Verdict.DIFFERENT)).as(tally.toString()).isZero();
  }
}
