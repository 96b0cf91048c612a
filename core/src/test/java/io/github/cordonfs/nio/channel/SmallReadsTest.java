package io.github.cordonfs.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.nio.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Few bytes are copied right even where the JDK's own copy of them is not: what its compiler makes
 * of that copy, once it has seen arrays of two types, leaves out every other word.
 */
class SmallReadsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @Tag("S108")
  void readsIntoArraysOfTwoTypesAreRight(long seed, @TempDir Path directory) throws Exception {
    // Compiled where it stands, so that every run sees the same.
    List<String> options = List.of("-Xbatch", "-Xmx512m", "-XX:-UsePerfData");
    assertThat(ChildJvm.run(directory, "", options, SmallReads.class, "" + seed).lines())
        .contains("data: 0 wrong", "hole: 0 wrong");
  }
}
