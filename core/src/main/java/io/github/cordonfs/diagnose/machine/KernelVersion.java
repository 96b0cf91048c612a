package io.github.cordonfs.diagnose.machine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Linux, as far as it says what a kernel can do. Vendors carry changes to older ones.
 *
 * @param major the first number
 * @param minor the second
 */
public record KernelVersion(int major, int minor) {

  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})([^\\d].*)?");

  private static final String FILE = "/proc/sys/kernel/osrelease";

  /** Returns the release that a machine runs: as its file says or, without that, uname(2). */
  public static String release(Machine machine) {
    String text = machine.files().read(FILE).text();
    return text == null || text.isEmpty() ? machine.java().osVersion() : text;
  }

  /** Returns the version that a machine runs, if its release begins with one. */
  public static Optional<KernelVersion> of(Machine machine) {
    Matcher matcher = RELEASE.matcher(release(machine));
    return matcher.matches()
        ? Optional.of(
            new KernelVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Returns whether this is a version or a newer one. */
  public boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
