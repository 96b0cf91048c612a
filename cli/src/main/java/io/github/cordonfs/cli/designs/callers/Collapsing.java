package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.Page;

/** khugepaged, which joins small pages into a huge one. */
final class Collapsing {

  private static final Told LEFT = Told.that(Told.Answer.LEFT_ALONE);

  private Collapsing() {}

  /**
   * Joins the pages of a file in memory, holes as zeros, after the handler of the memory failure is
   * done. For what happens while it is not, see the race in the trials.
   */
  static Told collapse(Situation s) {
    byte[][] joined = new byte[ModelFile.PAGES][];
    for (int i = 0; i < joined.length; i++) {
      Found found = s.find(i);
      if (s.isLost(found, i)) {
        return LEFT;
      }
      if (s.file().isHole(found, i)) {
        joined[i] = new byte[Page.SIZE];
        continue;
      }
      if (found.isNull()) {
        found = s.file().fill(i);
        if (found.isNull() || found.isError()) {
          return LEFT;
        }
      }
      Page page = found.page();
      if (!page.isOnLru() || page.references() != 1) {
        return LEFT; // somebody else is about to do something with it
      }
      joined[i] = page.load();
    }
    for (int i = 0; i < joined.length; i++) {
      Page page = new Page();
      page.fill(joined[i]);
      page.setDirty(true);
      s.file().cache().replace(i, page);
    }
    return Told.ok();
  }
}
