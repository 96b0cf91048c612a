package io.github.cordonfs.nio.option;

import java.nio.file.CopyOption;
import java.nio.file.OpenOption;

/**
 * Options of the JDK's own that are not of {@code java.base}. They are known by their names: their
 * module need not be there.
 */
final class JdkOptions {

  private JdkOptions() {}

  /** Tells whether it is the option of {@code open(2)} called {@code O_DIRECT}. */
  static boolean isDirect(OpenOption option) {
    return is(option, "com.sun.nio.file.ExtendedOpenOption", "DIRECT");
  }

  /** Tells whether a copy is to end when its thread is interrupted. */
  static boolean isInterruptible(CopyOption option) {
    return is(option, "com.sun.nio.file.ExtendedCopyOption", "INTERRUPTIBLE");
  }

  private static boolean is(Object option, String type, String name) {
    return option instanceof Enum<?> constant
        && constant.name().equals(name)
        && constant.getDeclaringClass().getName().equals(type);
  }
}
