package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.callers.CallSite.Care;
import io.github.cordonfs.cli.designs.callers.Situation;
import io.github.cordonfs.cli.designs.callers.Told;
import io.github.cordonfs.cli.designs.callers.Variant;
import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.model.Mapper;
import io.github.cordonfs.cli.designs.model.MemoryFailure;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.ModelFile.Kind;
import io.github.cordonfs.cli.designs.model.Page;
import io.github.cordonfs.cli.designs.trial.Outcome.Place;
import io.github.cordonfs.cli.designs.trial.Outcome.Verdict;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call under one design: a file is written, memory under a page of it fails, somebody calls,
 * and then everything is compared with what ought to be there.
 */
final class Trial {

  private final Design design;
  private final CallSite site;
  private final Kind kind;
  private final ModelFile file;
  private final int lost;
  private final Mapper mapper;
  private final Page struck;
  private final Contents contents = new Contents();

  private Trial(Design design, CallSite site, Kind kind) {
    this.design = design;
    this.site = site;
    this.kind = kind;
    file = new ModelFile(design, kind);
    for (int i = 0; i < ModelFile.PAGES; i++) {
      file.setUp(i, Contents.written(i), Contents.old(i));
    }
    lost = site == CallSite.LINK ? 0 : 2;
    mapper = file.mappedBy(lost);
    struck = MemoryFailure.strike(file, lost);
  }

  /** Runs it. */
  static Outcome run(Design design, CallSite site, Kind kind, Variant variant) {
    // What was wrong before the call is not the caller's doing. To look changes the cache, so it is
    // done to another file of the same fate.
    Map<Place, Finding> before = new Trial(design, site, kind).look();
    return new Trial(design, site, kind).call(variant, before);
  }

  /** Something that is wrong. */
  private record Finding(int page, Wrong wrong) {}

  private Outcome call(Variant variant, Map<Place, Finding> before) {
    Told told = site.call(new Situation(file, lost, mapper, variant));
    boolean done = told.answer() == Told.Answer.OK;
    if (done) {
      remember();
    }
    Finding wrong = null;
    Place place = null;
    byte[] data = told.data();
    if (data != null) {
      Wrong delivered = contents.check(data, site == CallSite.CHECKSUM ? 0 : at(lost));
      wrong = delivered == null ? null : new Finding(lost, delivered);
      place = Place.DELIVERED;
    }
    if (wrong == null && told.answer() != Told.Answer.CRASH) {
      for (Map.Entry<Place, Finding> found : look().entrySet()) {
        if (wrong == null && !found.getValue().equals(before.get(found.getKey()))) {
          wrong = found.getValue();
          place = found.getKey();
        }
      }
    }
    if (wrong == null && done && site.care() == Care.WRITES && !isReadable()) {
      wrong = new Finding(lost, Wrong.LOST);
      place = Place.LATER;
    }
    return new Outcome(
        design,
        site,
        kind,
        variant,
        told,
        verdict(told, wrong),
        wrong == null ? null : wrong.wrong(),
        wrong == null ? null : place,
        struck.storesIntoBadMemory());
  }

  /** What programs have been told is so from now on. */
  private void remember() {
    switch (site) {
      case WRITE, COMPRESSION ->
          contents.write(at(site.writesTo(lost)) + CallSite.writesAt(), CallSite.written());
      case TRUNCATE -> contents.truncate(at(lost) + CallSite.cutsAt());
      case PUNCH -> contents.punch(lost);
      default -> {
        // The others change nothing that programs see.
      }
    }
  }

  private static int at(int page) {
    return page * Page.SIZE;
  }

  /** Looks for what is wrong and gives no error, through readers that do all the design asks. */
  private Map<Place, Finding> look() {
    Map<Place, Finding> found = new EnumMap<>(Place.class);
    for (int i = 0; i < ModelFile.PAGES; i++) {
      byte[] later = read(i).data();
      Wrong wrong = later == null ? null : contents.check(later, at(i));
      if (wrong != null) {
        found.putIfAbsent(Place.LATER, new Finding(i, wrong));
      }
      Wrong onDisk = contents.check(file.disk().read(i), at(i));
      if (onDisk == Wrong.GARBAGE) {
        found.putIfAbsent(Place.DISK, new Finding(i, onDisk));
      }
    }
    return found;
  }

  private Told read(int page) {
    return CallSite.READ.call(new Situation(file, page, mapper, Variant.CHECKS));
  }

  private boolean isReadable() {
    int page = site.writesTo(lost);
    byte @Nullable [] later = read(page).data();
    return later != null
        && contents.has(later, page, CallSite.writesAt(), CallSite.written().length);
  }

  private Verdict verdict(Told told, @Nullable Finding wrong) {
    if (told.answer() == Told.Answer.CRASH) {
      return Verdict.CRASH;
    }
    if (wrong != null) {
      return Verdict.SILENT;
    }
    boolean error =
        switch (told.answer()) {
          case EIO, ENOMEM, ECHILD, SIGBUS -> true;
          case OK, SIGNAL, LEFT_ALONE, CRASH -> false;
        };
    if (error && site.care() == Care.NOTHING) {
      return Verdict.REFUSED;
    }
    return told.answer() == Told.Answer.ENOMEM || told.answer() == Told.Answer.ECHILD
        ? Verdict.MISLEADING
        : Verdict.GOOD;
  }
}
