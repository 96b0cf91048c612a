package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.model.Mapper;
import io.github.cordonfs.cli.designs.model.MemoryFailure;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.ModelFile.Kind;

/**
 * Who gets a signal when memory fails under a huge page that two processes have mapped, of which
 * one uses the page that fails.
 *
 * @param usesThePage signals of the process that has lost something
 * @param usesOthers signals of the process that has lost nothing
 */
public record Signals(int usesThePage, int usesOthers) {

  /** Finds out. */
  public static Signals of(Design design) {
    ModelFile file = new ModelFile(design, Kind.MEMORY);
    for (int i = 0; i < ModelFile.PAGES; i++) {
      file.setUp(i, Contents.written(i), Contents.old(i));
    }
    Mapper loser = file.mappedBy(1, 2);
    Mapper other = file.mappedBy(0, 3);
    MemoryFailure.strike(file, 2);
    return new Signals(loser.signals(), other.signals());
  }
}
