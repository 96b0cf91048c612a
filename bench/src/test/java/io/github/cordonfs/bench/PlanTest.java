package io.github.cordonfs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlanTest {

  @Test
  void wholeMatrixHasEveryCellOnce() {
    // Sizes, orders, operations, buffers, threads; segments; dependent reads; and the loads.
    assertThat(Plan.all().cells())
        .doesNotHaveDuplicates()
        .hasSize(5 * 2 * 2 * 2 * 2 + 5 * 2 * 2 + 2 + 1);
  }

  @Test
  void fullFormHasEveryCellOf4KiBAndIsPartOfTheMatrix() {
    assertThat(Plan.full().cells()).doesNotHaveDuplicates();
    assertThat(Plan.full().cells()).filteredOn(cell -> cell.size() == 4096).hasSize(20);
    assertThat(Plan.all().cells()).containsAll(Plan.full().cells());
  }

  @Test
  void everySegmentHasTheBufferItIsComparedWith() {
    for (Plan plan : new Plan[] {Plan.shortForm(), Plan.full(), Plan.all()}) {
      assertThat(plan.cells())
          .filteredOn(cell -> cell.buffer() == BufferKind.SEGMENT)
          .isNotEmpty()
          .allMatch(cell -> plan.cells().contains(cell.withBuffer(BufferKind.DIRECT)));
    }
  }

  @Test
  void segmentsAreForCordonAndBareMemoryAlone() {
    Cell cell = new Cell(Operation.READ, Access.DEPENDENT, 64, BufferKind.SEGMENT, 1);
    assertThat(Target.values())
        .filteredOn(target -> target.can(cell))
        .containsExactly(Target.BARE, Target.CORDON, Target.CORDON_HUGE, Target.CORDON_KIT);
    assertThat(Target.values()).allMatch(target -> target.can(cell.withBuffer(BufferKind.DIRECT)));
  }

  @Test
  void everyGainHasTheOneThreadItIsComparedWith() {
    for (Plan plan : new Plan[] {Plan.shortForm(), Plan.full(), Plan.all()}) {
      assertThat(plan.cells())
          .filteredOn(cell -> cell.threads() > 1)
          .isNotEmpty()
          .allMatch(cell -> plan.cells().contains(cell.withThreads(1)));
    }
  }
}
