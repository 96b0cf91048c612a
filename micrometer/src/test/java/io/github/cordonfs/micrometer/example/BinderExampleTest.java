package io.github.cordonfs.micrometer.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.micrometer.CordonMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of the binder in docs/observability.md is the one here, and works. */
class BinderExampleTest {

  private static final Path SOURCE =
      Path.of("src/test/java/io/github/cordonfs/micrometer/example/BinderExampleTest.java");

  private static final String MARK = "// --- docs ---\n";

  private static void bind(FileSystem fs, MeterRegistry registry) throws IOException {
    // --- docs ---
    CordonMetrics metrics = new CordonMetrics(fs, Tags.of("fs", "scratch"));
    metrics.bindTo(registry); // close it when the file system is closed
    // --- docs ---
    Files.write(fs.getPath("/f"), new byte[1]);
    assertThat(registry.get("cordon.used").tag("fs", "scratch").gauge().value()).isEqualTo(4096);
    assertThat(registry.getMeters()).hasSizeGreaterThan(10);
    metrics.close();
  }

  @Test
  void theExampleBindsTheMeters() throws IOException {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build())) {
      bind(fs, registry);
    }
  }

  @Test
  void thePageShowsTheExampleAsItIs() throws IOException {
    String source = Files.readString(SOURCE);
    int begin = source.indexOf(MARK) + MARK.length();
    String shown = source.substring(begin, source.indexOf(MARK, begin));
    assertThat(Files.readString(Path.of("../docs/observability.md")))
        .contains("```java\n" + shown.stripIndent().stripTrailing() + "\n```");
  }
}
