package io.github.cordonfs.rows;

import java.util.List;
import java.util.Set;

/**
 * A test method and the tags it runs under, its own and those of the classes around it.
 *
 * @param module the Maven module it is in
 * @param type its class, with the package, nested classes with dots
 */
record TaggedTest(String module, String type, String method, Set<String> tags) {

  /** Tags of tests that {@code mvn verify} does not run. */
  private static final List<String> NOT_BY_DEFAULT = List.of("stress");

  boolean runsByDefault() {
    return NOT_BY_DEFAULT.stream().noneMatch(tags::contains);
  }
}
