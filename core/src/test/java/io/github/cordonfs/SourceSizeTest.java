package io.github.cordonfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A long file and a large package are there for a reason, which their package-info gives. */
class SourceSizeTest {

  private static final int LONG = 400;
  private static final int LARGE = 25;
  private static final String PACKAGE = "package-info.java";

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
          }
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(500);
    return all;
  }

  private static String reasons(Path directory) throws IOException {
    Path file = directory.resolve(PACKAGE);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void aLongFileHasAReason() throws IOException {
    for (Path file : sources()) {
      long lines;
      try (Stream<String> all = Files.lines(file)) {
        lines = all.count();
      }
      if (lines > LONG) {
        String name = file.getFileName().toString().replace(".java", "");
        assertThat(reasons(file.getParent()))
            .as("%s has %d lines", file, lines)
            .contains("{@code " + name + "}")
            .contains("long");
      }
    }
  }

  @Test
  void aLargePackageHasAReason() throws IOException {
    Map<Path, Integer> sizes = new TreeMap<>();
    for (Path file : sources()) {
      sizes.merge(file.getParent(), file.endsWith(PACKAGE) ? 0 : 1, Integer::sum);
    }
    for (Map.Entry<Path, Integer> each : sizes.entrySet()) {
      if (each.getValue() > LARGE) {
        assertThat(reasons(each.getKey()).replaceAll("\\s+\\*?\\s*", " "))
            .as("%s has %d files", each.getKey(), each.getValue())
            .contains("one package");
      }
    }
  }
}
