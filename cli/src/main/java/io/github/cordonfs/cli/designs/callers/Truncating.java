package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.Page;

/** Callers that remove content and do not care what it was. */
final class Truncating {

  /** Where in its page {@link #truncateInto} cuts. */
  static final int AT = 16;

  private Truncating() {}

  /** A truncation into the page: the rest of it is cleared, and the pages behind it go. */
  static Told truncateInto(Situation s) {
    ModelFile file = s.file();
    Told told = clearRest(s);
    if (told.answer() == Told.Answer.OK) {
      for (int i = s.index() + 1; i < ModelFile.PAGES; i++) {
        file.cache().remove(i);
        file.disk().write(i, new byte[Page.SIZE]);
      }
    }
    return told;
  }

  private static Told clearRest(Situation s) {
    Found found = s.find(s.index());
    if (s.isLost(found, s.index()) || s.file().isHole(found, s.index())) {
      return Told.ok(); // nothing there to clear
    }
    if (found.isNull()) {
      found = s.file().fill(s.index());
      if (found.isNull()) {
        return Told.error(Errno.ENOMEM);
      }
      if (found.isError()) {
        return Told.error(found.error());
      }
    }
    found.page().store(AT, new byte[Page.SIZE - AT]);
    return Told.ok();
  }

  /** A hole punched over the whole page. It walks the entries and removes whatever is there. */
  static Told punch(Situation s) {
    s.file().cache().remove(s.index());
    s.file().disk().write(s.index(), new byte[Page.SIZE]);
    return Told.ok();
  }
}
