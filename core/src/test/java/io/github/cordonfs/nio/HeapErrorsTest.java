package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation where an allocation fails, or a copy of file memory: at each of the places, one
 * after the other, in a process of its own.
 */
@EnabledOnOs(OS.LINUX)
@Tag("S59")
@Tag("S60")
@Tag("S61")
@Tag("S62")
class HeapErrorsTest {

  @TempDir private Path directory;

  @Test
  void anErrorAnywhereLeavesNothingBehind() throws Exception {
    String output = ChildJvm.runCompiled(directory, HeapChild.class);
    assertThat(output).contains("write, HEAP: ").endsWith("done\n");
  }
}
