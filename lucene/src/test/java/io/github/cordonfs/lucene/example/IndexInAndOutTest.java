package io.github.cordonfs.lucene.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;

/** What the page about Lucene shows and says of Lucene itself. */
class IndexInAndOutTest {

  private static final Path PAGE = Path.of("../docs/lucene.md");

  private static final String MARK = "// --- docs/lucene.md ---\n";

  @Test
  void thePageShowsTheExampleAsItIs() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/io/github/cordonfs/lucene/example/IndexInAndOut.java"));
    String shown = source.substring(source.indexOf(MARK) + MARK.length());
    assertThat(Files.readString(PAGE)).contains("```java\n" + shown + "```");
  }

  @Test
  void theExamplePrintsWhatThePageSays() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      IndexInAndOut.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    assertThat(Files.readString(PAGE))
        .contains("```\n" + printed.toString(StandardCharsets.UTF_8) + "```");
  }

  /** The page begins with it. */
  @Test
  void lucenesOwnChoiceForAPathOfCordonMapsFiles() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size("4m").build());
        Directory chosen = FSDirectory.open(fs.getPath("/index"))) {
      assertThat(chosen).isInstanceOf(MMapDirectory.class);
    }
  }

  /** The version that the page names is the one that this module is built against. */
  @Test
  void thePageNamesTheVersionOfLucene() throws IOException {
    assertThat(Files.readString(PAGE)).contains("Lucene " + org.apache.lucene.util.Version.LATEST);
  }
}
