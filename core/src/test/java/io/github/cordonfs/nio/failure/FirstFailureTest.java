package io.github.cordonfs.nio.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.nio.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM has ready for its first memory failure. */
class FirstFailureTest {

  @TempDir private Path directory;

  @Test
  void whatItNeedsIsLoadedBeforeItComes() throws IOException, InterruptedException {
    assertThat(ChildJvm.run(directory, "", List.of("-Xmx128m"), FirstFailureChild.class))
        .endsWith("ready\n");
  }
}
