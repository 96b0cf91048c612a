package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.Mapper;
import io.github.cordonfs.cli.designs.model.ModelFile;

/**
 * What a caller is called for.
 *
 * @param file the file
 * @param index the page that it is about
 * @param mapper a process that had mapped that page and touched it
 * @param variant how the caller is written
 */
public record Situation(ModelFile file, int index, Mapper mapper, Variant variant) {

  /** Looks a page up in the way of this variant. */
  Found find(int at) {
    return variant == Variant.ASKS ? file.cache().findAsking(at) : file.cache().find(at);
  }

  boolean checks() {
    return variant == Variant.CHECKS;
  }

  /** The line that a design has its callers add. */
  boolean isLost(Found found, int at) {
    return checks() && file.isLost(found, at);
  }
}
