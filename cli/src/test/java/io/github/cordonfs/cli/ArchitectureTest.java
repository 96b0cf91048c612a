package io.github.cordonfs.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the packages of the program; they point downwards. */
class ArchitectureTest {

  private static final String ROOT = "io.github.cordonfs.cli";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.cordonfs");

  /** A package, and what it may use of the program beside itself. */
  private record Room(String name, List<String> below) {}

  private static final List<Room> ROOMS =
      List.of(
          new Room(
              "", List.of(".attach", ".designs", ".drill", ".run", ".doctor", ".lost", ".line")),
          new Room(
              ".designs", List.of(".designs.trial", ".designs.callers", ".designs.model", ".line")),
          new Room(".designs.trial", List.of(".designs.callers", ".designs.model")),
          new Room(".designs.callers", List.of(".designs.model")),
          new Room(".designs.model", List.of()),
          new Room(
              ".drill",
              List.of(
                  ".drill.film",
                  ".drill.live",
                  ".drill.written",
                  ".drill.storm",
                  ".drill.judge",
                  ".drill.report",
                  ".drill.load",
                  ".line")),
          new Room(".drill.film", List.of()),
          new Room(".drill.live", List.of(".line")),
          new Room(
              ".drill.written",
              List.of(".drill.live", ".drill.judge", ".drill.report", ".drill.load", ".line")),
          new Room(
              ".drill.storm",
              List.of(".drill.live", ".drill.judge", ".drill.report", ".drill.load", ".line")),
          new Room(".drill.judge", List.of(".drill.load")),
          new Room(".drill.report", List.of(".line")),
          new Room(".drill.load", List.of(".line")),
          new Room(".run", List.of(".line")),
          new Room(".doctor", List.of(".line")),
          new Room(".lost", List.of(".line")),
          new Room(".attach", List.of(".line")),
          new Room(".line", List.of()));

  @TestFactory
  List<DynamicTest> arrowsPointDownwards() {
    return ROOMS.stream()
        .map(room -> {
          List<String> allowed =
              Stream.concat(Stream.of(room.name), room.below.stream())
                  .map(name -> ROOT + name)
                  .toList();
          DescribedPredicate<JavaClass> forbidden =
              DescribedPredicate.describe(
                  "are of another room",
                  c -> isOfTheProgram(c) && !allowed.contains(c.getPackageName()));
          return DynamicTest.dynamicTest(
              ROOT + room.name + " uses only " + allowed,
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage(ROOT + room.name)
                      .should()
                      .dependOnClassesThat(forbidden)
                      .check(MAIN));
        })
        .toList();
  }

  private static boolean isExportedByTheMonitor(JavaClass c) {
    return c.getPackageName().equals("io.github.cordonfs.monitor")
        || c.getPackageName().equals("io.github.cordonfs.monitor.tile");
  }

  private static boolean isOfTheProgram(JavaClass c) {
    return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
  }

  @Test
  void everyPackageIsARoom() {
    assertThat(
            MAIN.stream()
                .filter(ArchitectureTest::isOfTheProgram)
                .map(JavaClass::getPackageName)
                .distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS.stream().map(room -> ROOT + room.name).toList());
  }

  @Test
  void theLibraryIsUsedThroughItsPublicFace() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are insides of the library",
                c ->
                    c.getPackageName().startsWith("io.github.cordonfs.")
                        && !isOfTheProgram(c)
                        && !isExportedByTheMonitor(c)))
        .check(MAIN);
  }

  @Test
  void commandLinesAndTheModelKnowNothingOfTheLibrary() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".line", ROOT + ".run", ROOT + ".designs..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.cordonfs")
        .check(MAIN);
  }
}
