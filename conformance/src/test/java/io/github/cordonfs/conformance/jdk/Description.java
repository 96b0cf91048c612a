package io.github.cordonfs.conformance.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a comment that begins with {@code @test} says of how to run the test it is in, as far as it
 * matters here.
 *
 * @param name of the file below {@code test/jdk}, and the id if there is one
 * @param file the source
 * @param tags all lines, each of a tag's name without its sign, a space and the rest in one line
 */
record Description(String name, Path file, List<String> tags) {

  private static final Pattern COMMENT = Pattern.compile("/\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern TAG =
      Pattern.compile(
          "^[ \\t*]*@(\\w[\\w.]*)(.*?)(?=^[ \\t*]*@\\w|\\z)", Pattern.DOTALL | Pattern.MULTILINE);

  /** How a test is run. */
  enum Runner {
    MAIN,
    JUNIT,
    TESTNG
  }

  /**
   * One program to run.
   *
   * @param options of its JVM
   * @param main class
   * @param arguments of it
   */
  record Action(Runner runner, List<String> options, String main, List<String> arguments) {}

  /** Returns the tests in a source; none if nobody says that there are any. */
  static List<Description> of(Path root, Path file) throws IOException {
    List<Description> all = new ArrayList<>();
    Matcher comments = COMMENT.matcher(Files.readString(file));
    while (comments.find()) {
      List<String> tags = new ArrayList<>();
      Matcher matcher = TAG.matcher(comments.group(1));
      while (matcher.find()) {
        String rest = matcher.group(2).replaceAll("(?m)^[ \\t]*\\*+", " ");
        tags.add(matcher.group(1) + " " + rest.strip().replaceAll("\\s+", " "));
      }
      if (!tags.isEmpty() && tags.getFirst().startsWith("test ")) {
        String id =
            tags.getFirst().matches("test id=.*") ? tags.getFirst().replace("test id=", "#") : "";
        all.add(new Description(root.relativize(file) + id, file, tags));
      }
    }
    return all;
  }

  /** Returns what stands behind each tag of a name, word by word. */
  List<List<String>> values(String tag) {
    return tags.stream()
        .filter(each -> each.startsWith(tag + " "))
        .map(each -> List.of(each.substring(tag.length()).strip().split(" ", -1)))
        .toList();
  }

  /** Returns what is wanted, in one list. */
  List<String> words(String tag) {
    return values(tag).stream().flatMap(List::stream).filter(each -> !each.isEmpty()).toList();
  }

  /** Returns the programs to run, in their order. */
  List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    for (List<String> words : values("run")) {
      String kind = words.getFirst().replaceAll("/.*", "");
      int main = 1;
      while (main < words.size() && words.get(main).startsWith("-")) {
        main += words.get(main).matches("--?add-\\w+|--enable-native-access|-cp") ? 2 : 1;
      }
      Runner runner =
          switch (kind) {
            case "main", "driver" -> Runner.MAIN;
            case "junit" -> Runner.JUNIT;
            case "testng" -> Runner.TESTNG;
            default -> throw new IllegalArgumentException(name + ": @run " + kind);
          };
      actions.add(
          new Action(
              runner,
              words.subList(1, main),
              main < words.size() ? words.get(main) : ownClass(),
              words.subList(Math.min(main + 1, words.size()), words.size())));
    }
    if (actions.isEmpty()) {
      actions.add(new Action(Runner.MAIN, List.of(), ownClass(), List.of()));
    }
    return actions;
  }

  /** Returns the directories and other roots where it looks for classes that it uses. */
  List<Path> sourcePath(Path source) {
    List<Path> all = new ArrayList<>(List.of(file.getParent()));
    for (String library : words("library")) {
      all.add(
          !library.startsWith("/")
              ? file.resolveSibling(library).normalize()
              : library.startsWith("/test/")
                  ? source.resolve(library.substring(1))
                  : source.resolve("test/jdk" + library));
    }
    return all;
  }

  /** Returns options that open parts of modules to it. */
  List<String> moduleOptions(boolean running) {
    List<String> options = new ArrayList<>();
    for (String each : words("modules")) {
      String[] parts = each.split(":", -1);
      if (!parts[0].contains("/")) {
        options.add("--add-modules=" + parts[0]);
        continue;
      }
      List<String> how = parts.length == 1 ? List.of() : Arrays.asList(parts[1].split(",", -1));
      if (!how.contains("open")) {
        options.add("--add-exports=" + parts[0] + "=ALL-UNNAMED");
      }
      if (running && (how.contains("open") || how.contains("+open"))) {
        options.add("--add-opens=" + parts[0] + "=ALL-UNNAMED");
      }
    }
    return options;
  }

  private String ownClass() {
    return file.getFileName().toString().replace(".java", "");
  }
}
