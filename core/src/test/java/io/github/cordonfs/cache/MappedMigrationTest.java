package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.SoftOfflineResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a mapping shows of a page that moves; its content is the same in both frames. */
@Tag("O4")
class MappedMigrationTest {

  @Test
  void aMappingFollowsThePageToItsNewFrame() {
    Scene scene = Scene.small().mapped(false);
    assertThat(scene.softOffline()).isEqualTo(SoftOfflineResult.MIGRATED);
    assertThat(scene.window.shows(0)).isFalse();
    assertThat(scene.window.shows(scene.file.frameAt(0))).isTrue();
    scene.checkAll();
  }
}
