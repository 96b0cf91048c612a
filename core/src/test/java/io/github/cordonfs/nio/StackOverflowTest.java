package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.frame.NarrowStackChild;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation where the stack ends, at whatever depth, in processes of their own. */
@EnabledOnOs(OS.LINUX)
@Tag("S58")
@Tag("S61")
@Tag("S62")
class StackOverflowTest {

  private static final String ROUNDS = Boolean.getBoolean("cordon.stress") ? "12" : "2";

  @TempDir private Path directory;

  @Test
  void anOverflowLeavesNothingBehindInCompiledCode() throws Exception {
    assertThat(ChildJvm.runCompiled(directory, StackChild.class, ROUNDS, "1", "0"))
        .endsWith("done\n");
  }

  /**
   * In the interpreter, whose frames are the largest: nothing takes more. In shares, as all
   * operations in one process would take too long on a busy machine.
   */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2"})
  void threeQuartersOfTheStackThatIsLookedForSufficeInTheInterpreter(String share)
      throws Exception {
    assertThat(ChildJvm.run(directory, "", NarrowStackChild.class, ROUNDS, "3", share))
        .endsWith("done\n");
  }
}
