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

/** The README's example of the binder is the one here, and works. */
class BinderExampleTest {

  private static final Path SOURCE =
      Path.of("src/test/java/io/github/cordonfs/micrometer/example/BinderExampleTest.java");

  private static final String MARK = "// --- README ---\n";

  private static void bind(FileSystem fs, MeterRegistry registry) throws IOException {
    // --- README ---
    CordonMetrics metrics = new CordonMetrics(fs, Tags.of("fs", "scratch"));
    metrics.bindTo(registry); // close it when the file system is closed
    // --- README ---
    Files.write(fs.getPath("/f"), new byte[1]);
    assertThat(registry.get("cordon.used").tag("fs", "scratch").gauge().value()).isEqualTo(4096);
    assertThat(registry.getMeters()).hasSizeGreaterThan(10);
    metrics.close();
  }

  @Test
  void theExampleBindsTheMeters() throws IOException {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.defaults().size(4 << 20))) {
      bind(fs, registry);
    }
  }

  @Test
  void readmeShowsTheExampleAsItIs() throws IOException {
    String source = Files.readString(SOURCE);
    int begin = source.indexOf(MARK) + MARK.length();
    String shown = source.substring(begin, source.indexOf(MARK, begin));
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("```java\n" + shown.stripIndent().stripTrailing() + "\n```");
  }
}
