package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests, members of the public API, modules and properties that the pages name are there. */
class NamesTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`|-Dtest=(\\w+Test)");

  private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w+)\\.([A-Za-z_]\\w*)");

  private static final Pattern RUN = Pattern.compile("-Drun=(\\w+)");

  private static final Pattern MODULES = Pattern.compile("mvn [^`\\n]*-pl ([\\w,-]+)");

  private static final Pattern PROPERTY = Pattern.compile("-D(cordon\\.[a-zA-Z]+)");

  private static final List<String> PACKAGES =
      List.of(
          "io.github.cordonfs",
          "io.github.cordonfs.junit",
          "io.github.cordonfs.lucene",
          "io.github.cordonfs.micrometer",
          "io.github.cordonfs.testkit",
          "io.github.cordonfs.testkit.powercut");

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Set<String> sources = sources().map(NamesTest::name).collect(Collectors.toSet());
    assertThat(found(TEST)).hasSizeGreaterThan(50).isSubsetOf(sources);
  }

  @Test
  void everyProgramThatAPageRunsIsThere() throws IOException {
    assertThat(found(RUN))
        .isNotEmpty()
        .allMatch(each ->
            Files.exists(
                Path.of("../lucene/src/test/java/io/github/cordonfs/lucene/example")
                    .resolve(each + ".java")));
  }

  @Test
  void everyModuleThatAPageBuildsIsThere() throws IOException {
    assertThat(found(MODULES))
        .isNotEmpty()
        .allMatch(each ->
            Arrays.stream(each.split(","))
                .allMatch(module -> Files.exists(Path.of("..", module, "pom.xml"))));
  }

  @Test
  void everyPropertyThatAPageSetsIsRead() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(Path.of("../pom.xml")));
    for (Path source : sources().toList()) {
      all.append(Files.readString(source));
    }
    assertThat(found(PROPERTY))
        .isNotEmpty()
        .allMatch(each -> all.indexOf("\"" + each) >= 0 || all.indexOf("${" + each) >= 0);
  }

  @Test
  void everyMemberOfThePublicApiThatAPageNamesIsThere() throws IOException {
    Set<String> missing = new TreeSet<>();
    int members = 0;
    for (Page page : Page.all()) {
      for (MatchResult each : MEMBER.matcher(page.text()).results().toList()) {
        Optional<Class<?>> type = publicType(each.group(1));
        if (type.isPresent() && page.file().getParent().endsWith("docs")) {
          members++;
          if (!hasMember(type.get(), each.group(2))) {
            missing.add(page + ": " + each.group());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(members).isGreaterThan(10);
  }

  private static Optional<Class<?>> publicType(String name) {
    for (String each : PACKAGES) {
      try {
        return Optional.of(Class.forName(each + "." + name));
      } catch (ClassNotFoundException _) {
        // Of another package, or of another library.
      }
    }
    return Optional.empty();
  }

  private static boolean hasMember(Class<?> type, String name) {
    return Stream.of(type.getMethods()).map(Method::getName).anyMatch(name::equals)
        || Stream.of(type.getFields()).map(Field::getName).anyMatch(name::equals);
  }

  /** Returns what is found on all pages: the first group that has matched. */
  private static Set<String> found(Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Page page : Page.all()) {
      pattern
          .matcher(page.text())
          .results()
          .map(each -> each.group(1) == null ? each.group(2) : each.group(1))
          .forEach(found::add);
    }
    return found;
  }

  private static Stream<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .filter(each -> each.toString().endsWith(".java"))
          .filter(each -> !each.toString().contains("/target/"))
          .toList()
          .stream();
    }
  }

  private static String name(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }
}
