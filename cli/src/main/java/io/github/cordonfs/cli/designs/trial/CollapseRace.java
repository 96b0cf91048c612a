package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.model.Page;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The race of the last message: khugepaged wants to join a page into a huge one while the handler
 * finds its memory failed. All orders of their steps are run. References: the cache has one,
 * khugepaged takes one, and another when it takes the page off the list; the handler takes one.
 */
public final class CollapseRace {

  private static final int EXPECTED_REFERENCES = 3;

  /**
   * What came of all orders.
   *
   * @param orders how many there are
   * @param leftAlone khugepaged left the page alone
   * @param joinedGood it joined what the page contained before its memory failed
   * @param joinedBad it joined what failed memory contains, for everybody to read
   */
  public record Result(int orders, int leftAlone, int joinedGood, int joinedBad) {}

  private enum End {
    LEFT,
    GOOD,
    BAD
  }

  /** A step; false if it has to wait. */
  private interface Step {
    boolean run();
  }

  private final Collapser collapser;
  private final Page page = new Page();
  private final List<Step> handler;
  private final List<Step> khugepaged;
  private @Nullable Object lockOwner;
  private byte @Nullable [] copy;
  private boolean givenUp;
  private boolean joined;

  private CollapseRace(Collapser collapser) {
    this.collapser = collapser;
    page.fill(Contents.written(0));
    handler = handler();
    khugepaged = khugepaged();
  }

  /** Runs all orders. */
  public static Result of(Collapser collapser) {
    Map<End, Integer> ends = new EnumMap<>(End.class);
    explore(collapser, new boolean[0], ends);
    int left = ends.getOrDefault(End.LEFT, 0);
    int good = ends.getOrDefault(End.GOOD, 0);
    int bad = ends.getOrDefault(End.BAD, 0);
    return new Result(left + good + bad, left, good, bad);
  }

  /** Goes on from an order of first steps, in which true is one of the handler. */
  private static void explore(Collapser collapser, boolean[] order, Map<End, Integer> ends) {
    boolean extended = false;
    for (boolean handlerNext : new boolean[] {true, false}) {
      boolean[] longer = Arrays.copyOf(order, order.length + 1);
      longer[order.length] = handlerNext;
      if (new CollapseRace(collapser).canRun(longer)) {
        extended = true;
        explore(collapser, longer, ends);
      }
    }
    if (!extended) {
      CollapseRace race = new CollapseRace(collapser);
      race.canRun(order);
      ends.merge(race.end(), 1, Integer::sum);
    }
  }

  private boolean canRun(boolean[] order) {
    int ofHandler = 0;
    int ofKhugepaged = 0;
    for (boolean isHandlers : order) {
      List<Step> steps = isHandlers ? handler : khugepaged;
      int next = isHandlers ? ofHandler++ : ofKhugepaged++;
      if (next == steps.size() || !steps.get(next).run()) {
        return false;
      }
    }
    return true;
  }

  private End end() {
    if (!joined || copy == null) {
      return End.LEFT;
    }
    return Arrays.equals(copy, Contents.written(0)) ? End.GOOD : End.BAD;
  }

  private List<Step> handler() {
    Step fail = done(page::failUnnoticed);
    Step take = done(page::get);
    Step lock = () -> lock(page);
    Step isolate = done(() -> page.setOnLru(false));
    Step unlock = done(() -> lockOwner = null);
    return collapser.flagUnderLock
        ? List.of(lock, fail, take, isolate, unlock)
        : List.of(fail, take, lock, isolate, unlock);
  }

  private List<Step> khugepaged() {
    return List.of(
        step(() -> {
          page.get();
          return page.isOnLru();
        }),
        () -> !givenUp && lock(this),
        step(() -> {
          if (!page.isOnLru()) {
            return !collapser.isolates;
          }
          page.setOnLru(false);
          page.get();
          return true;
        }),
        step(() -> !collapser.checksFlag || !page.isPoisoned()),
        step(() -> page.references() == EXPECTED_REFERENCES),
        step(() -> {
          copy = page.load();
          return !collapser.copyNotices || copy[0] != Page.BAD;
        }),
        step(() -> {
          joined = true;
          lockOwner = null;
          return true;
        }));
  }

  private boolean lock(Object owner) {
    if (lockOwner != null) {
      return false;
    }
    lockOwner = owner;
    return true;
  }

  private static Step done(Runnable step) {
    return () -> {
      step.run();
      return true;
    };
  }

  /** A step of khugepaged, which ends there, and unlocks the page, if it returns false. */
  private Step step(BooleanSupplier step) {
    return () -> {
      if (givenUp) {
        return false;
      }
      if (!step.getAsBoolean()) {
        givenUp = true;
        if (lockOwner == this) {
          lockOwner = null;
        }
      }
      return true;
    };
  }
}
