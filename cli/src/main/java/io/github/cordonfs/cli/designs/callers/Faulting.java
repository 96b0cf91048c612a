package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.Page;

/** Loads through a mapping. */
final class Faulting {

  private Faulting() {}

  /** A load by a process that had touched the page before its memory failed. */
  static Told loadAgain(Situation s) {
    if (s.mapper().signals() > 0) {
      return Told.that(Told.Answer.SIGNAL);
    }
    if (s.mapper().isMarkedPoisoned(s.index())) {
      return Told.that(Told.Answer.SIGBUS);
    }
    return s.mapper().isMapped(s.index())
        ? Told.data(s.mapper().mapped(s.index()).load())
        : fault(s);
  }

  /** A load by a process that has not touched the page before: the page fault. */
  static Told fault(Situation s) {
    Found found = s.find(s.index());
    if (s.isLost(found, s.index())) {
      return signal(s.file().lostError());
    }
    if (found.isNull()) {
      found = s.file().fill(s.index());
      if (found.isNull()) {
        return Told.error(Errno.ENOMEM);
      }
      if (found.isError()) {
        return signal(found.error());
      }
    }
    Page page = found.page();
    // Faults looked at the flag before there was a reason to: since 2009.
    if (page.isPoisoned() || !page.isUptodate()) {
      return Told.that(Told.Answer.SIGBUS);
    }
    return Told.data(page.load());
  }

  private static Told signal(Errno errno) {
    return errno == Errno.ENOMEM ? Told.error(errno) : Told.that(Told.Answer.SIGBUS);
  }
}
