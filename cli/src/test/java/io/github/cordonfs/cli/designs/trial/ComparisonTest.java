package io.github.cordonfs.cli.designs.trial;

import static io.github.cordonfs.cli.designs.callers.CallSite.CHECKSUM;
import static io.github.cordonfs.cli.designs.callers.CallSite.COLLAPSE;
import static io.github.cordonfs.cli.designs.callers.CallSite.COMPRESSION;
import static io.github.cordonfs.cli.designs.callers.CallSite.DIRECT;
import static io.github.cordonfs.cli.designs.callers.CallSite.DROP_CACHES;
import static io.github.cordonfs.cli.designs.callers.CallSite.EVICT;
import static io.github.cordonfs.cli.designs.callers.CallSite.FAULT;
import static io.github.cordonfs.cli.designs.callers.CallSite.LINK;
import static io.github.cordonfs.cli.designs.callers.CallSite.LOAD;
import static io.github.cordonfs.cli.designs.callers.CallSite.PUNCH;
import static io.github.cordonfs.cli.designs.callers.CallSite.READ;
import static io.github.cordonfs.cli.designs.callers.CallSite.SYNC;
import static io.github.cordonfs.cli.designs.callers.CallSite.TRUNCATE;
import static io.github.cordonfs.cli.designs.callers.CallSite.WRITE;
import static io.github.cordonfs.cli.designs.model.Design.ASK;
import static io.github.cordonfs.cli.designs.model.Design.DROP;
import static io.github.cordonfs.cli.designs.model.Design.ENTRY;
import static io.github.cordonfs.cli.designs.model.Design.ERROR;
import static io.github.cordonfs.cli.designs.model.Design.FLAG;
import static io.github.cordonfs.cli.designs.model.Design.NOTHING;
import static io.github.cordonfs.cli.designs.model.Design.SIGNAL;
import static io.github.cordonfs.cli.designs.model.ModelFile.Kind.CLEAN;
import static io.github.cordonfs.cli.designs.model.ModelFile.Kind.DIRTY;
import static io.github.cordonfs.cli.designs.model.ModelFile.Kind.MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.callers.Told.Answer;
import io.github.cordonfs.cli.designs.callers.Variant;
import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.model.ModelFile.Kind;
import io.github.cordonfs.cli.designs.trial.Outcome.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the model says of the designs: the arguments of the discussion, one by one. */
class ComparisonTest {

  private static final Comparison ALL = Comparison.of(List.of(Design.values()));

  private static Outcome asItWas(Design design, Kind kind, CallSite site) {
    return ALL.of(design, kind, site).asItWas();
  }

  private static Outcome adapted(Design design, Kind kind, CallSite site) {
    return ALL.of(design, kind, site).adapted();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLAG", "ERROR", "ENTRY", "ASK"})
  @Tag("D1")
  @Tag("D3")
  @Tag("D4")
  @Tag("D5")
  void withEveryCallerChangedNothingIsWrong(Design design) {
    assertThat(ALL.cases(design)).hasSize(21).allMatch(each -> each.adapted().isGood());
  }

  @Test
  @Tag("D1")
  void withTheFlagOnlyThoseChangeWhoUseTheContentOrDropIt() {
    assertThat(ALL.mustChange(FLAG))
        .containsExactlyInAnyOrder(READ, WRITE, CHECKSUM, LINK, COMPRESSION, DIRECT);
  }

  @Test
  @Tag("D1")
  void theFlagNeedsFewerChangesThanAnError() {
    assertThat(ALL.mustChange(ERROR))
        .containsAll(ALL.mustChange(FLAG))
        .contains(LOAD, FAULT, TRUNCATE, COLLAPSE);
  }

  @Test
  @Tag("D1")
  void whoForgetsTheFlagUsesBadMemoryAndNobodyCrashes() {
    assertThat(ALL.forgotten(FLAG, Verdict.SILENT)).isEqualTo(ALL.mustChange(FLAG));
    assertThat(ALL.forgotten(FLAG, Verdict.CRASH)).isEmpty();
    assertThat(asItWas(FLAG, MEMORY, READ).wrong()).isEqualTo(Wrong.GARBAGE);
    assertThat(asItWas(FLAG, MEMORY, WRITE).wrong()).isEqualTo(Wrong.LOST);
    assertThat(asItWas(FLAG, MEMORY, WRITE).storesIntoBadMemory()).isPositive();
    assertThat(asItWas(FLAG, DIRTY, COMPRESSION).place()).isEqualTo(Outcome.Place.DISK);
  }

  @Test
  @Tag("D1")
  void aDirectReadDropsTheMarkThoughTheHandlerHasAReference() {
    assertThat(asItWas(FLAG, DIRTY, DIRECT).wrong()).isEqualTo(Wrong.OLD);
    assertThat(asItWas(FLAG, DIRTY, DROP_CACHES).isGood()).isTrue();
    assertThat(asItWas(FLAG, DIRTY, EVICT).told().answer()).isEqualTo(Answer.LEFT_ALONE);
  }

  @Test
  @Tag("D2")
  void withNothingCallersSayThatMemoryIsShort() {
    for (CallSite site : List.of(READ, WRITE, FAULT, CHECKSUM)) {
      for (Kind kind : List.of(MEMORY, DIRTY)) {
        assertThat(adapted(NOTHING, kind, site).told().answer()).isEqualTo(Answer.ENOMEM);
      }
    }
    assertThat(ALL.stillThen(NOTHING, Verdict.MISLEADING))
        .containsExactlyInAnyOrder(READ, WRITE, LOAD, FAULT, CHECKSUM, LINK, COMPRESSION);
  }

  @Test
  @Tag("D2")
  void withNothingAFailedPageOfAFileInMemoryLooksLikeAHole() {
    for (CallSite site : List.of(READ, CHECKSUM, COLLAPSE)) {
      assertThat(asItWas(NOTHING, MEMORY, site).wrong()).as(site.title()).isEqualTo(Wrong.ZEROS);
    }
    assertThat(asItWas(NOTHING, MEMORY, COLLAPSE).place()).isEqualTo(Outcome.Place.LATER);
  }

  @Test
  @Tag("D2")
  void withNothingWhoNeedsNoContentMayBeRefused() {
    assertThat(asItWas(NOTHING, DIRTY, TRUNCATE).verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(adapted(NOTHING, DIRTY, TRUNCATE).isGood()).isTrue();
  }

  @Test
  @Tag("D3")
  void whoForgetsAnErrorCrashesTheKernelEvenIfHeNeedsNoContent() {
    assertThat(ALL.forgotten(ERROR, Verdict.CRASH))
        .containsExactlyInAnyOrder(
            READ, WRITE, LOAD, FAULT, TRUNCATE, CHECKSUM, LINK, COLLAPSE, COMPRESSION);
    assertThat(asItWas(ERROR, MEMORY, TRUNCATE).told().detail())
        .isEqualTo("dereferenced the error EIO");
  }

  @ParameterizedTest
  @EnumSource
  @Tag("D3")
  void whatWalksTheEntriesNeedsNoLookUp(Design design) {
    assertThat(asItWas(design, MEMORY, PUNCH).isGood()).isTrue();
    assertThat(asItWas(design, DIRTY, PUNCH).isGood()).isTrue();
    assertThat(asItWas(design, DIRTY, SYNC).told().answer()).isEqualTo(Answer.EIO);
  }

  @Test
  @Tag("D4")
  void onADiskAnEntryIsDroppedOrOverwrittenAndTheOldContentComesBack() {
    for (CallSite site :
        List.of(READ, WRITE, FAULT, TRUNCATE, COMPRESSION, DROP_CACHES, EVICT, DIRECT)) {
      assertThat(asItWas(ENTRY, DIRTY, site).wrong()).as(site.title()).isEqualTo(Wrong.OLD);
    }
  }

  @Test
  @Tag("D4")
  void inMemoryAnEntryIsTakenForOneInSwapAndGivesAnError() {
    for (CallSite site : List.of(READ, WRITE, CHECKSUM)) {
      assertThat(asItWas(ENTRY, MEMORY, site).told().answer()).isEqualTo(Answer.EIO);
    }
    assertThat(asItWas(ENTRY, MEMORY, COLLAPSE).told().answer()).isEqualTo(Answer.LEFT_ALONE);
  }

  @Test
  @Tag("D5")
  void whoCaresForTheFlagHimselfOrNotAtAllOnlyAsks() {
    assertThat(ALL.onlyAsk(ASK)).containsExactlyInAnyOrder(LOAD, FAULT, TRUNCATE, COLLAPSE);
    assertThat(ALL.mustChange(ASK)).isEqualTo(ALL.mustChange(ERROR));
    assertThat(ALL.forgotten(ASK, Verdict.CRASH)).isEqualTo(ALL.forgotten(ERROR, Verdict.CRASH));
  }

  /** As observed on Linux 5.10: a01, a05, e02, e03. */
  @Test
  @Tag("D6")
  void aTruncatedPageReadsAsZerosOrOldContent() {
    for (CallSite site : List.of(READ, FAULT, CHECKSUM)) {
      assertThat(adapted(DROP, MEMORY, site).wrong()).isEqualTo(Wrong.ZEROS);
      assertThat(adapted(DROP, DIRTY, site).wrong()).isEqualTo(Wrong.OLD);
    }
    assertThat(adapted(DROP, DIRTY, LOAD).told().answer()).isEqualTo(Answer.SIGBUS);
    assertThat(adapted(DROP, DIRTY, SYNC).told().answer()).isEqualTo(Answer.EIO);
  }

  /** What the first answer to the patch objected. */
  @Test
  @Tag("D6")
  void splittingAHugePageFirstLosesTheSignalOfThoseWhoMapIt() {
    assertThat(adapted(DROP, MEMORY, LOAD).wrong()).isEqualTo(Wrong.ZEROS);
  }

  @Test
  @Tag("D6")
  @Tag("D7")
  void noChangeOfACallerHelpsWhenNothingIsKept() {
    assertThat(ALL.mustChange(DROP)).isEmpty();
    assertThat(ALL.mustChange(SIGNAL)).isEmpty();
    assertThat(ALL.stillThen(SIGNAL, Verdict.SILENT))
        .containsExactlyInAnyOrder(READ, FAULT, CHECKSUM, DIRECT);
  }

  @Test
  @Tag("D7")
  void aSignalReachesWhoMapsThePageAndWhoMapsOthersButNoReader() {
    assertThat(Signals.of(SIGNAL)).isEqualTo(new Signals(1, 1));
    assertThat(adapted(SIGNAL, MEMORY, LOAD).told().answer()).isEqualTo(Answer.SIGNAL);
    assertThat(adapted(SIGNAL, MEMORY, READ).wrong()).isEqualTo(Wrong.ZEROS);
    assertThat(Arrays.stream(Design.values()).filter(each -> each != SIGNAL))
        .allSatisfy(each -> assertThat(Signals.of(each)).isEqualTo(new Signals(0, 0)));
  }

  /** On this all agreed. */
  @ParameterizedTest
  @EnumSource
  void aCleanPageIsReadAgainUnderEveryDesign(Design design) {
    for (CallSite site : List.of(READ, FAULT, CHECKSUM, DIRECT, COMPRESSION, WRITE, TRUNCATE)) {
      Outcome outcome = Trial.run(design, site, CLEAN, Variant.AS_IT_WAS);
      assertThat(outcome.told().answer()).as(site.title()).isEqualTo(Answer.OK);
      assertThat(outcome.isGood()).as(site.title()).isTrue();
    }
  }

  @Test
  void someDesignsCanBeRunAlone() {
    Comparison one = Comparison.of(List.of(ERROR));
    assertThat(one.designs()).containsExactly(ERROR);
    assertThat(one.cases(FLAG)).isEmpty();
    assertThat(one.mustChange(ERROR)).isEqualTo(ALL.mustChange(ERROR));
  }
}
