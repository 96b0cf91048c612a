package io.github.cordonfs.rows;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of this project that the table of rows is made from. Run as a program, with the
 * project's directory as argument, it writes {@code docs/rows.md} ({@code scripts/rows} does that).
 */
final class Checkout {

  private final Path root;

  Checkout(Path root) {
    this.root = root;
  }

  /** Returns the checkout that a directory is in. */
  static Checkout around(Path directory) {
    for (Path each = directory.toAbsolutePath(); each != null; each = each.getParent()) {
      if (Files.exists(each.resolve("docs/contract.md"))) {
        return new Checkout(each);
      }
    }
    throw new IllegalStateException("no docs/contract.md in or above " + directory);
  }

  RowTable table() throws IOException {
    return RowTable.of(
        Files.readString(root.resolve("docs/contract.md")),
        Files.readString(root.resolve("docs/rows.exempt")),
        tests());
  }

  /** Returns the page as it is in the repository; empty if there is none. */
  String page() throws IOException {
    return Files.exists(pageFile()) ? Files.readString(pageFile()) : "";
  }

  private Path pageFile() {
    return root.resolve("docs/rows.md");
  }

  private List<TaggedTest> tests() throws IOException {
    List<TaggedTest> tests = new ArrayList<>();
    for (Path source : sources()) {
      Path place = root.relativize(source);
      String module = place.getName(0).toString();
      tests.addAll(TestSource.tests(module, place.toString(), Files.readString(source)));
    }
    return tests;
  }

  /** Returns the sources of the tests of all modules, always in the same order. */
  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> modules =
        Files.newDirectoryStream(
            root, entry -> Files.isDirectory(entry.resolve("src/test/java")))) {
      for (Path module : modules) {
        try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    Collections.sort(sources);
    return sources;
  }

  /** Writes the page. Ends with 1 if a row lacks a test, or has one it should not have. */
  public static void main(String[] args) throws IOException {
    Checkout checkout = new Checkout(Path.of(args[0]));
    RowTable table = checkout.table();
    Files.writeString(checkout.pageFile(), table.render());
    List<String> problems = table.problems();
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.exit(1);
    }
  }
}
