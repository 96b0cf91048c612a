package io.github.cordonfs.testkit;

import java.util.List;
import java.util.stream.Collectors;

/** Where code that is tested called a file system. */
final class CallSite {

  private static final StackWalker WALKER = StackWalker.getInstance();

  private CallSite() {}

  /**
   * Returns the line that called, and those that called it within the same class: a method that
   * forces for others is told apart by who asked for it.
   */
  static String ofCaller() {
    List<StackWalker.StackFrame> frames =
        WALKER.walk(
            all -> all.dropWhile(each -> !isOfUser(each.getClassName())).limit(16).toList());
    if (frames.isEmpty()) {
      return "an unknown place";
    }
    String type = outermost(frames.getFirst().getClassName());
    return frames.stream()
        .takeWhile(each -> outermost(each.getClassName()).equals(type))
        .map(CallSite::line)
        .distinct()
        .collect(Collectors.joining(" < "));
  }

  static boolean isOfUser(String type) {
    return !type.startsWith("java.")
        && !type.startsWith("jdk.")
        && !type.startsWith("sun.")
        && !type.startsWith("io.github.cordonfs.nio.")
        && !type.startsWith("io.github.cordonfs.overlay.")
        && !CallSite.class.getPackageName().equals(packageOf(type))
        && !type.startsWith(CallSite.class.getPackageName() + ".powercut.Explor");
  }

  private static String packageOf(String type) {
    int dot = type.lastIndexOf('.');
    // Tests of this kit are users of it.
    return dot < 0 || type.contains("Test") ? "" : type.substring(0, dot);
  }

  private static String outermost(String type) {
    int dollar = type.indexOf('$');
    return dollar < 0 ? type : type.substring(0, dollar);
  }

  private static String line(StackWalker.StackFrame frame) {
    return frame.getMethodName() + "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
  }
}
