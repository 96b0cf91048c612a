package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Options of commands that the README and docs name are options in the sources of the commands. */
class CommandsTest {

  /** A command up to the end of the line, the code span or the comment behind it. */
  private static final Pattern COMMAND = Pattern.compile("\\./cordon ([a-z]+)([^`\\n#]*)");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]+)");

  @Test
  void everyOptionOfACommandIsInItsSources() throws IOException {
    String drill = sources("cli");
    String bench = sources("bench");
    Path scripts = Path.of("../linux-vm/scripts");
    String vm =
        Files.readString(scripts.resolve("run")) + Files.readString(scripts.resolve("record"));
    Set<String> unknown = new TreeSet<>();
    int commands = 0;
    for (Page page : Page.all()) {
      for (MatchResult command : COMMAND.matcher(page.text()).results().toList()) {
        commands++;
        // What "run" is given belongs to the program that it runs.
        String options = command.group(2).split(" -- ", 2)[0];
        String source =
            switch (command.group(1)) {
              case "bench" -> bench;
              case "vm" -> vm;
              default -> drill;
            };
        for (MatchResult option : OPTION.matcher(options).results().toList()) {
          if (!knows(source, option.group(1))) {
            unknown.add(page + ": " + command.group());
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(commands).isGreaterThan(10);
  }

  /** The page of the drill lists its options: the same that the program has. */
  @Test
  void thePageOfTheDrillNamesOptionsThatThereAre() throws IOException {
    String source = sources("cli");
    assertThat(OPTION.matcher(Page.named("docs/drill.md").prose()).results().map(m -> m.group(1)))
        .isNotEmpty()
        .allSatisfy(option -> assertThat(knows(source, option)).as(option).isTrue());
  }

  /** Every subcommand that is named is one. */
  @Test
  void everySubcommandIsThere() throws IOException {
    String known = sources("cli") + Files.readString(Path.of("../cordon"));
    for (Page page : Page.all()) {
      List<String> commands =
          COMMAND.matcher(page.text()).results().map(each -> each.group(1)).toList();
      assertThat(commands)
          .allSatisfy(command ->
              assertThat(known)
                  .as("%s: %s", page, command)
                  .containsPattern("name = \"" + command + "\"|= " + command + " \\]"));
    }
  }

  /** What picocli is told, or adds itself; or a branch of a script. */
  private static boolean knows(String source, String option) {
    return source.contains(" " + option + ") ")
        || source.contains("\"" + option + "\"")
        || source.contains("\"--[no-]" + option.replaceFirst("^--(no-)?", "") + "\"")
        || option.equals("--help");
  }

  private static String sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
      return files
          .filter(each -> each.toString().endsWith(".java"))
          .map(CommandsTest::read)
          .collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
