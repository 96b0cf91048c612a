package io.github.cordonfs.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file where it is
 * @param text all of it
 */
record Page(Path file, String text) {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String MARK = "```";

  /** Returns the README, the pages beside it, and those in {@code docs}. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path directory : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(Page::isPage).sorted().toList()) {
          pages.add(new Page(file, Files.readString(file)));
        }
      }
    }
    return pages;
  }

  /** The report that the benchmark leaves where it was started is none. */
  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md") && !file.endsWith("cordon-bench.md");
  }

  /** Returns one page. */
  static Page named(String name) throws IOException {
    Path file = ROOT.resolve(name);
    return new Page(file, Files.readString(file));
  }

  /** Returns the fenced blocks in their order. */
  List<Fence> fences() {
    List<Fence> fences = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(MARK)) {
        continue;
      }
      int first = i + 1;
      int last = first;
      while (!lines.get(last).equals(MARK)) {
        last++;
      }
      fences.add(
          new Fence(
              this + ":" + (i + 1),
              lines.get(i).substring(MARK.length()),
              i == 0 ? "" : comment(lines.get(i - 1)),
              String.join("\n", lines.subList(first, last)) + "\n"));
      i = last;
    }
    return fences;
  }

  /** Returns the fenced blocks in one of some languages. */
  List<Fence> fences(String... languages) {
    return fences().stream().filter(each -> List.of(languages).contains(each.language())).toList();
  }

  /** Returns what an example prints: the block that follows it, if that names no language. */
  Optional<String> outputOf(Fence example) {
    List<Fence> fences = fences();
    int next = fences.indexOf(example) + 1;
    return next < fences.size() && fences.get(next).language().isEmpty()
        ? Optional.of(fences.get(next).text())
        : Optional.empty();
  }

  /** Returns the page without its fenced blocks. */
  String prose() {
    String prose = text;
    for (Fence fence : fences()) {
      prose = prose.replace(MARK + fence.language() + "\n" + fence.text() + MARK, "");
    }
    return prose;
  }

  private static String comment(String line) {
    return line.startsWith("<!--") && line.endsWith("-->")
        ? line.substring(4, line.length() - 3).strip()
        : "";
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }
}
