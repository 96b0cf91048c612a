package io.github.cordonfs.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tests prove which rows of the contract.
 *
 * @param rows ids of all rows, in the contract's order
 * @param exempt rows that need no test, with the reason
 * @param tests all tests of all modules
 */
record RowTable(List<String> rows, Map<String, String> exempt, List<TaggedTest> tests) {

  private static final Pattern ROW = Pattern.compile("^\\|\\s*([A-Z][0-9]+)\\s*\\|.*");
  private static final Pattern ROW_TAG = Pattern.compile("[A-Z][0-9]+");
  private static final String ROOT_PACKAGE = "io.github.cordonfs.";

  private static final String HEAD =
      """
      # Rows and their tests

      Which tests prove which row of the [contract](contract.md). `scripts/rows` makes this page from the tests' tags and from
      [rows.exempt](rows.exempt); `mvn verify` fails when it is out of date. Classes are in `io.github.cordonfs`.

      | row | module | class | tests |
      |---|---|---|---|
      """;

  private static final String EXEMPT_HEAD =
      """

      ## Rows without a test

      | row | why |
      |---|---|
      """;

  /** Reads the texts. */
  static RowTable of(String contract, String exempt, List<TaggedTest> tests) {
    return new RowTable(rows(contract), exempt(exempt), tests);
  }

  /** Returns the ids in the first column of the tables of a Markdown text. */
  static List<String> rows(String contract) {
    return contract
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .toList();
  }

  /**
   * Reads lines of a row's id and a reason; empty ones and those that begin with # do not count.
   */
  static Map<String, String> exempt(String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> {
          String[] parts = line.split("\\s+", 2);
          reasons.put(parts[0], parts.length == 2 ? parts[1] : "");
        });
    return reasons;
  }

  /** Returns what is wrong, a sentence each; empty if every row that needs a test has one. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (String row : rows) {
      boolean proved = tests.stream().anyMatch(test -> proves(test, row));
      if (!proved && !exempt.containsKey(row)) {
        problems.add("row " + row + " has no test, and docs/rows.exempt does not say why");
      }
      if (proved && exempt.containsKey(row)) {
        problems.add("row " + row + " has a test now: take it out of docs/rows.exempt");
      }
    }
    exempt.forEach((row, reason) -> {
      if (!rows.contains(row)) {
        problems.add("row " + row + " of docs/rows.exempt is not in docs/contract.md");
      }
      if (reason.isEmpty()) {
        problems.add("row " + row + " of docs/rows.exempt has no reason");
      }
    });
    for (TaggedTest test : tests) {
      for (String tag : test.tags()) {
        if (ROW_TAG.matcher(tag).matches() && !rows.contains(tag)) {
          problems.add(
              test.type() + "." + test.method() + ": no row " + tag + " in docs/contract.md");
        }
      }
    }
    return problems;
  }

  private static boolean proves(TaggedTest test, String row) {
    return test.tags().contains(row) && test.runsByDefault();
  }

  /** Returns the page. */
  String render() {
    StringBuilder page = new StringBuilder(HEAD);
    for (String row : rows) {
      byClass(row)
          .forEach((place, methods) ->
              page.append("| %s | %s | %s |\n".formatted(row, place, String.join(", ", methods))));
    }
    page.append(EXEMPT_HEAD);
    exempt.forEach((row, reason) -> page.append("| %s | %s |\n".formatted(row, reason)));
    return page.toString();
  }

  private Map<String, List<String>> byClass(String row) {
    return tests.stream()
        .filter(test -> proves(test, row))
        .collect(
            Collectors.groupingBy(
                RowTable::place,
                TreeMap::new,
                Collectors.mapping(test -> "`" + test.method() + "`", Collectors.toList())));
  }

  private static String place(TaggedTest test) {
    String type = test.type();
    String shortened = type.startsWith(ROOT_PACKAGE) ? type.substring(ROOT_PACKAGE.length()) : type;
    return test.module() + " | `" + shortened + "`";
  }
}
