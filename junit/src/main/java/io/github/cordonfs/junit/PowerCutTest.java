package io.github.cordonfs.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of what a program finds after a power cut. The method recovers and checks; it has one
 * parameter, a {@link io.github.cordonfs.testkit.powercut.CrashedDisk}, and runs once for each disk
 * that a power cut during the workload could have left: on a new instance of the class each time,
 * in several threads, without other extensions or {@code @BeforeEach} methods.
 *
 * <p>The test shows one invocation for each state that fails, shrunk, which can be run again by
 * itself; or a single one that says how many there were if none fails. The counts, and the forces
 * that change nothing, are published as a report entry.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(PowerCutExtension.class)
public @interface PowerCutTest {

  /**
   * The method of the same class that is run once until the power is cut; it has one parameter, a
   * {@link io.github.cordonfs.testkit.powercut.TestDisk}.
   */
  String workload();

  /** A method like the workload that is run before it, and whose results are on the disk. */
  String given() default "";

  /**
   * A method like the workload that does what the program does when it starts again, and must not
   * fail: open a store, for example. With it the power is cut once more, during that.
   */
  String restart() default "";

  /** States at random, for each place where the power may go. */
  int random() default 20;

  /** Seed of the choice. */
  long seed() default 1;

  /** How many different disks are checked at most. */
  int maxStates() default 20_000;

  /** How many failing states are shown at most. */
  int maxFailures() default 5;

  /**
   * The code of one state, from the message of an earlier failure: only that is checked. The system
   * property {@code cordon.replay} does the same for all tests.
   */
  String replay() default "";
}
