package io.github.cordonfs.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestSourceTest {

  private static List<TaggedTest> tests(String text) {
    return TestSource.tests("core", "Some.java", text);
  }

  @Test
  void tagsAreOnMethodsAndClassesAndOnClassesAroundThem() {
    assertThat(
            tests(
                """
                package some.where;

                @Tag("H1")
                class SomeTest {
                  @Test @Tag("H2") @org.junit.jupiter.api.Tag("H3") void one() {}

                  @Tags({@Tag("A1"), @Tag("A2")})
                  @ParameterizedTest
                  @ValueSource(strings = {"R1", "R2"})
                  void two(String text) {}

                  @Nested
                  @Tag("F1")
                  class Inside {
                    @Property(tries = 10) boolean three() { return true; }
                  }
                }

                class OtherTest {
                  @TestFactory List<DynamicTest> four() { return List.of(); }
                }
                """))
        .containsExactly(
            new TaggedTest("core", "some.where.SomeTest", "one", Set.of("H1", "H2", "H3")),
            new TaggedTest("core", "some.where.SomeTest", "two", Set.of("H1", "A1", "A2")),
            new TaggedTest("core", "some.where.SomeTest.Inside", "three", Set.of("H1", "F1")),
            new TaggedTest("core", "some.where.OtherTest", "four", Set.of()));
  }

  @Test
  void whatIsNoTestIsNotFound() {
    assertThat(
            tests(
                """
                class SomeTest {
                  // @Test @Tag("H1") void comment() {}
                  /* @Test @Tag("H1") void another() {} */
                  String text = "@Test @Tag(\\"H1\\") void text() {}";
                  @BeforeEach @Tag("H1") void open() {}
                  @Tag("H1") void notATest() {}
                }
                """))
        .isEmpty();
  }

  @Test
  void theDefaultPackageHasTestsToo() {
    assertThat(tests("class A { @Test void a() {} }"))
        .containsExactly(new TaggedTest("core", "A", "a", Set.of()));
  }

  @Test
  void whatIsNotJavaIsRefusedByName() {
    assertThatThrownBy(() -> tests("class {"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Some.java");
  }
}
