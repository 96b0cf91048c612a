package io.github.cordonfs.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** That what is listed is what there is. */
class DifferencesPageTest {

  @Test
  void thePageListsEveryDifferenceAndNoOther() throws IOException {
    String rows =
        Arrays.stream(Difference.values())
            .map(each -> "| " + name(each.contender()) + " | " + each.argument() + " |\n")
            .reduce("", String::concat);
    assertThat(Files.readString(Path.of("../docs/differences.md")))
        .contains("| who | what, and why |\n|---|---|\n" + rows + "\n");
  }

  private static String name(Contender contender) {
    String name = contender.toString();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  @Test
  void everyDifferenceIsShownByATest() {
    JavaClasses here = new ClassFileImporter().importPackages(getClass().getPackageName());
    for (Difference each : Difference.values()) {
      assertThat(here.get(Difference.class).getField(each.name()).getAccessesToSelf())
          .as("uses of %s", each)
          .anyMatch(access -> access.getOriginOwner().isAssignableTo(Behaviour.class));
    }
  }
}
