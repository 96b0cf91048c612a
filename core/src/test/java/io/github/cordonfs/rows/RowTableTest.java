package io.github.cordonfs.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every row of the contract has a test, or a reason why not; and that this check can fail. */
class RowTableTest {

  private static final String CONTRACT =
      """
      # Contract
      rows H1 and H2

      | id | situation |
      |---|---|
      | H1 | free |
      | H2 | in use, see H9 |
      |B10|disk|
      """;

  private static final Checkout CHECKOUT = Checkout.around(Path.of(""));

  private static RowTable actual;

  @BeforeAll
  static void readAllTests() throws IOException {
    actual = CHECKOUT.table();
  }

  private static TaggedTest test(String method, String... tags) {
    return new TaggedTest(
        "core", "io.github.cordonfs.nio.ATest", method, Set.copyOf(Arrays.asList(tags)));
  }

  private static RowTable table(String exempt, TaggedTest... tests) {
    return RowTable.of(CONTRACT, exempt, List.of(tests));
  }

  @Test
  void everyRowOfTheContractHasATestOrAReasonWhyNot() {
    assertThat(actual.problems()).isEmpty();
  }

  @Test
  void thePageInTheRepositoryIsUpToDate() throws IOException {
    assertThat(CHECKOUT.page())
        .as("docs/rows.md is out of date: run scripts/rows and commit what it writes")
        .isEqualTo(actual.render());
  }

  @Test
  void rowsAreTheFirstColumnOfTables() {
    assertThat(RowTable.rows(CONTRACT)).containsExactly("H1", "H2", "B10");
  }

  @Test
  void aRowWithoutATestIsAProblem() {
    assertThat(table("B10 later", test("a", "H1")).problems())
        .containsExactly("row H2 has no test, and docs/rows.exempt does not say why");
  }

  @Test
  void aTestThatDoesNotRunByDefaultProvesNothing() {
    RowTable table = table("B10 later", test("a", "H1"), test("b", "H2", "stress"));
    assertThat(table.problems()).hasSize(1);
    assertThat(table.render()).doesNotContain("`b`");
  }

  @Test
  void anExemptRowWithATestIsAProblem() {
    assertThat(table("B10 later", test("a", "H1", "H2", "B10")).problems())
        .containsExactly("row B10 has a test now: take it out of docs/rows.exempt");
  }

  @Test
  void anExemptRowThatIsUnknownOrHasNoReasonIsAProblem() {
    RowTable table = table("# why\n\nB10\nH7 later\n", test("a", "H1"), test("b", "H2"));
    assertThat(table.problems())
        .containsExactly(
            "row B10 of docs/rows.exempt has no reason",
            "row H7 of docs/rows.exempt is not in docs/contract.md");
  }

  @Test
  void aTagOfNoRowIsAProblem() {
    assertThat(table("B10 later", test("a", "H1", "H2", "H77", "stress2")).problems())
        .containsExactly("io.github.cordonfs.nio.ATest.a: no row H77 in docs/contract.md");
  }

  @Test
  void thePageHasALineForEachRowAndClass() {
    RowTable table = table("B10 it is later", test("a", "H1"), test("b", "H2"), test("c", "H1"));
    assertThat(table.problems()).isEmpty();
    assertThat(table.render())
        .contains("| H1 | core | `nio.ATest` | `a`, `c` |\n| H2 | core | `nio.ATest` | `b` |\n")
        .endsWith("| B10 | it is later |\n");
  }
}
