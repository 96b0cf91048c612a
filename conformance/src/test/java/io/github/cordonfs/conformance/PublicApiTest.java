package io.github.cordonfs.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Results must come from what everybody can call. */
class PublicApiTest {

  @Test
  void conformanceIsMeasuredThroughThePublicApi() {
    // Names are enough; the classes behind them need not be read.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    String here = getClass().getPackageName();
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are inside Cordon",
                each ->
                    each.getPackageName().startsWith("io.github.cordonfs.")
                        // Exported: users name its provider.
                        && !each.getPackageName().equals("io.github.cordonfs.overlay")
                        && !each.getPackageName().startsWith(here)))
        .check(new ClassFileImporter().importPackages(here));
  }
}
