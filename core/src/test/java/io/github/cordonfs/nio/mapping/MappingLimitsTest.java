package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.nio.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Mapping where the kernel gives a process no more, in processes of their own. */
@EnabledOnOs(OS.LINUX)
@Tag("M1")
class MappingLimitsTest {

  @TempDir private Path directory;

  @Test
  void withoutDescriptorsForTheFirstMappingItIsRefusedByNameUntilThereAreSome() throws Exception {
    String output = ChildJvm.run(directory, "ulimit -n 100;", DescriptorsChild.class);
    assertThat(output)
        .startsWith("/file: cannot be mapped: ")
        .containsIgnoringCase("too many open files")
        .contains("refused 3\n")
        .endsWith("done\n");
  }

  @Test
  @Tag("A6")
  @Tag("S45")
  @Tag("S96")
  void atTheLimitOfRangesMappingIsRefusedByNameAndStrikesGoOnToCutPagesOff() throws Exception {
    String output = ChildJvm.run(directory, "", RangesChild.class);
    assertThat(output)
        .contains("(vm.max_map_count); ", "Raise vm.max_map_count")
        .contains("no range is left\n/file: ")
        .contains("(vm.max_map_count)")
        .endsWith("done\n");
  }
}
