package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.Interleaving.share;
import static io.github.cordonfs.cache.Interleaving.together;
import static io.github.cordonfs.cache.Scene.GOOD;
import static io.github.cordonfs.cache.Scene.NEW;
import static io.github.cordonfs.cache.Scene.PAGE;
import static io.github.cordonfs.cache.Scene.check;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.Scene.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation against every other one on the same page, in small frames and in a huge folio.
 * Whatever the order, who reads gets the old bytes, the new bytes, zeros where there may be a hole,
 * or an error; and afterwards everything is in order.
 */
@Tag("stress")
@Tag("H8")
class OperationMatrixTest {

  /** {@code -Dcordon.pairSchedules=N}: schedules of each of the pairs. */
  private static final int SCHEDULES = Integer.getInteger("cordon.pairSchedules", 150);

  /** {@code -Dcordon.pairs=REGEX}: the names of the pairs to run. */
  private static final Pattern CHOSEN = Pattern.compile(System.getProperty("cordon.pairs", ""));

  /** What can meet on the first page of a file that is two pages long. */
  private enum Operation {
    READ {
      @Override
      void run(Scene s) {
        checkRead(s, 0);
      }
    },
    WRITE {
      @Override
      void run(Scene s) {
        int n = Scene.write(s.file, 0, NEW);
        check(n == PAGE || n == AddressSpace.POISONED || n == AddressSpace.CLOSED, "wrote " + n);
      }
    },
    STRIKE {
      @Override
      void run(Scene s) {
        s.strike();
      }
    },
    STRIKE_KEEPING_CONTENT {
      @Override
      void run(Scene s) {
        s.strikeKeepingContent();
      }
    },
    SOFT_OFFLINE {
      @Override
      void run(Scene s) {
        s.softOffline();
      }
    },
    SPLIT {
      @Override
      void run(Scene s) {
        s.strike(1);
      }
    },
    COLLAPSE {
      @Override
      void run(Scene s) {
        s.collapse();
      }
    },
    PUNCH {
      @Override
      void run(Scene s) {
        s.file.punch(0, PAGE);
      }
    },
    TRUNCATE {
      @Override
      void run(Scene s) {
        s.file.truncate(0);
      }
    },
    UNLINK {
      @Override
      void run(Scene s) {
        s.file.destroy();
      }
    },
    MAP {
      @Override
      void run(Scene s) {
        s.window.tryMap();
      }
    },
    UNMAP {
      @Override
      void run(Scene s) {
        s.window.unmap();
      }
    },
    CLEAR {
      @Override
      void run(Scene s) {
        s.file.clearPoison(0, PAGE);
      }
    },
    RESTORE {
      @Override
      void run(Scene s) {
        s.restore();
      }
    },
    UNPOISON {
      @Override
      void run(Scene s) {
        s.unpoison();
      }
    };

    /** Runs, and checks what can be known at once. */
    abstract void run(Scene s);

    boolean needsPoison() {
      return this == CLEAR || this == RESTORE || this == UNPOISON;
    }
  }

  /**
   * What the pairs are run on.
   *
   * @param mapped whether a window is mapped before; if not, only MAP uses one
   */
  private record Ground(boolean huge, boolean writable, boolean mapped) {

    boolean fits(Operation one, Operation two) {
      boolean maps = one == Operation.MAP || two == Operation.MAP;
      boolean unmaps = one == Operation.UNMAP || two == Operation.UNMAP;
      return mapped ? !maps : !unmaps && (!writable || maps);
    }

    Scene scene(boolean poisoned) {
      Scene s = new Scene(2, huge ? HugePolicy.ALWAYS : HugePolicy.NEVER, 2).window(writable);
      if (mapped) {
        s.window.map();
      }
      if (poisoned) {
        s.strikeKeepingContent();
      }
      return s;
    }
  }

  @TestFactory
  Stream<DynamicTest> pairsThatMeetOnAPage() {
    List<DynamicTest> tests = new ArrayList<>();
    for (boolean huge : new boolean[] {false, true}) {
      for (boolean writable : new boolean[] {false, true}) {
        for (boolean mapped : new boolean[] {false, true}) {
          addPairs(new Ground(huge, writable, mapped), tests);
        }
      }
    }
    return tests.stream();
  }

  private static void addPairs(Ground ground, List<DynamicTest> tests) {
    for (Operation one : Operation.values()) {
      for (Operation two : Operation.values()) {
        String name = one + " against " + two + " on " + ground;
        boolean chosen = CHOSEN.matcher(name).find();
        if (chosen && one.compareTo(two) <= 0 && ground.fits(one, two)) {
          tests.add(dynamicTest(name, () -> run(one, two, ground)));
        }
      }
    }
  }

  private static void run(Operation one, Operation two, Ground ground) {
    boolean poisoned = one.needsPoison() || two.needsPoison();
    Interleaving.explore(
        SCHEDULES,
        () -> {
          Scene s = share(ground.scene(poisoned));
          together(() -> one.run(s), () -> two.run(s));
          checkRead(s, 0);
          checkRead(s, PAGE);
          s.checkAll();
        });
  }

  private static void checkRead(Scene s, long position) {
    Read read = new Read();
    read.of(s.file, position);
    boolean error =
        read.result == AddressSpace.POISONED
            || read.result == AddressSpace.EOF
            || read.result == AddressSpace.CLOSED;
    check(error || read.result == PAGE, "read " + read.result);
    read.delivered(GOOD, NEW, (byte) 0);
  }
}
