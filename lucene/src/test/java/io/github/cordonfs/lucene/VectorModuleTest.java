package io.github.cordonfs.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said about the Vector API in JVMs with and without it. */
@Tag("S100")
class VectorModuleTest {

  /** What runs in those JVMs. */
  static final class Child {

    private Child() {}

    public static void main(String[] args) throws IOException {
      try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(8 << 20).build())) {
        CordonDirectory.open(fs.getPath("/a")).close();
        CordonDirectory.open(fs.getPath("/b")).close();
      }
      System.out.println("opened");
    }
  }

  private static String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(printed).isZero();
      return printed;
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void aJvmWithItIsWarnedOnce() throws IOException, InterruptedException {
    assertThat(run("--add-modules", "jdk.incubator.vector"))
        .contains("opened")
        .containsOnlyOnce(
            "Lucene now loads vectors straight from mapped files, and such a load of a lost page"
                + " ends the JVM");
  }

  @Test
  void aJvmWithoutItIsNotWarned() throws IOException, InterruptedException {
    assertThat(run()).contains("opened").doesNotContain("mapped files");
  }
}
