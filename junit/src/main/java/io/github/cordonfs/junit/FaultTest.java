package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.powercut.FaultKind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of what a program makes of faults. The workload runs once without any, and then once for
 * each fault of each of its operations; it may throw an {@link java.io.IOException} or cope. After
 * each run the method looks at what is there, where everything works again; it has one parameter, a
 * {@link io.github.cordonfs.testkit.powercut.CrashedDisk}. Both are called on a new instance of the
 * class each time, without other extensions or {@code @BeforeEach} methods.
 *
 * <p>The test shows one invocation for each fault that is not survived, which can be run again by
 * itself; or a single one that says how many there were if all are. The counts are published as a
 * report entry.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(FaultExtension.class)
public @interface FaultTest {

  /**
   * The method of the same class that meets the faults; it has one parameter, a {@link
   * io.github.cordonfs.testkit.powercut.TestDisk}, and does the same every time.
   */
  String workload();

  /** A method like the workload that is run before it, and meets no faults. */
  String given() default "";

  /**
   * The errors that each operation is given. If there are none: EIO, for writes and new directories
   * ENOSPC as well, and for opening EMFILE as well.
   */
  Errno[] errors() default {};

  /** In which other ways reads and writes go wrong. */
  FaultKind[] kinds() default {FaultKind.SHORT, FaultKind.TORN};

  /** How many times the workload is run with a fault at most. */
  int maxRuns() default 20_000;

  /** How many faults that are not survived are shown at most. */
  int maxFailures() default 5;

  /**
   * The code of one run, from the message of an earlier failure: only that is made. The system
   * property {@code cordon.replay} does the same for all tests.
   */
  String replay() default "";
}
