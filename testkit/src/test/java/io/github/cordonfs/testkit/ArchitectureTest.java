package io.github.cordonfs.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the kit, and what it may use. */
class ArchitectureTest {

  private static final String ROOT = "io.github.cordonfs.testkit";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void faultsDoNotKnowPowerCuts() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".powercut")
        .check(MAIN);
  }

  @Test
  void nothingButThePublicFaceOfCoreItsHooksAndTheJdkIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT,
            ROOT + ".powercut",
            "io.github.cordonfs",
            "io.github.cordonfs.hook",
            "java..",
            "org.jspecify.annotations")
        .check(MAIN);
  }
}
