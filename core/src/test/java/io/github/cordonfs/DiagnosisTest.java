package io.github.cordonfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S106")
class DiagnosisTest {

  private static final Finding FINE = new Finding("swap", Severity.OK, "no swap", "Good.", "");
  private static final Finding BAD =
      new Finding("early-kill", Severity.DEFEATS, "it is 1", "It kills.", "Set it to 0.");

  @Test
  void aFindingIsAReadableLine() {
    assertThat(FINE).hasToString("OK swap: no swap. Good.");
    assertThat(BAD).hasToString("DEFEATS early-kill: it is 1. It kills. Set it to 0.");
  }

  @Test
  void onlyWhatDefeatsIsUnsafe() {
    for (Severity severity : Severity.values()) {
      Finding finding = new Finding("x", severity, "", "", "");
      assertThat(new Diagnosis(List.of(FINE, finding)).isSafe())
          .isEqualTo(severity != Severity.DEFEATS);
    }
  }

  @Test
  void whatIsFineIsCountedAndNotShown() {
    Diagnosis diagnosis = new Diagnosis(List.of(FINE, BAD, FINE));
    assertThat(diagnosis).hasToString(BAD.toString());
    assertThat(diagnosis.summary()).isEqualTo("2 ok, 1 defeats");
    assertThat(diagnosis.findings(Severity.OK)).containsExactly(FINE, FINE);
    assertThat(new Diagnosis(List.of()).summary()).isEmpty();
  }

  @Test
  void aDiagnosisDoesNotChange() {
    List<Finding> findings = new ArrayList<>(List.of(FINE));
    Diagnosis diagnosis = new Diagnosis(findings);
    findings.add(BAD);
    assertThat(diagnosis.findings()).containsExactly(FINE);
    assertThatThrownBy(() -> diagnosis.findings().add(BAD))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
