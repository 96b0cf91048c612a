package io.github.cordonfs.conformance.behaviour;

import io.github.cordonfs.conformance.peers.TestOverlay;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Below the overlay of the tests, with the options that are there if nobody says anything. */
final class BelowOverlay {

  private BelowOverlay() {}

  /** Makes a directory in it. */
  static Contender.Playground open() throws IOException {
    Path directory = Files.createTempDirectory(TestOverlay.PARENT, "behaviour");
    return new Contender.Playground(directory, () -> Tmpfs.delete(directory));
  }
}
