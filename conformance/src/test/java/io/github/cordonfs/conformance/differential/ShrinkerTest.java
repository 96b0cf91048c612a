package io.github.cordonfs.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.cordonfs.conformance.peers.Shrinker;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the comparison can fail, shown by a file system that is known to differ. */
class ShrinkerTest {

  @Test
  void aDifferenceIsFoundAndShownByAFewOperationsThatShowItAgain() throws IOException {
    Configuration configuration =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .build();
    try (FileSystem jimfs = Jimfs.newFileSystem(configuration);
        Arena arena = new Arena(jimfs)) {
      Comparison comparison = new Comparison(arena, Explanations.NONE);
      Finding finding = comparison.run(new Generator(1).next(Campaign.EPISODE));
      assertThat(finding).isNotNull();

      Finding shortest = new Shrinker<>(comparison::run, 1000).shrink(finding);

      assertThat(shortest.operations()).hasSizeLessThan(8);
      assertThat(comparison.run(shortest.operations())).isEqualTo(shortest);
    }
  }

  @Test
  void theSameSeedGivesTheSameOperations() {
    List<Operation> once = new Generator(7).next(1000);
    assertThat(new Generator(7).next(1000)).isEqualTo(once);
    assertThat(new Generator(8).next(1000)).isNotEqualTo(once);
  }
}
