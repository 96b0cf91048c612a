package io.github.cordonfs.cli.line;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant to type. */
final class Similar {

  private Similar() {}

  /**
   * Returns the name that is most like a word: one that begins with it, or that it begins with, or
   * that few mistakes of typing make it. Of several the first in alphabetical order.
   */
  static Optional<String> to(String word, Collection<String> names) {
    String typed = word.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> isLike(typed, name))
        .min(
            Comparator.<String>comparingInt(name -> distance(typed, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isLike(String typed, String name) {
    int letters = (int) typed.chars().filter(c -> c != '-').count();
    if (letters < 2) {
      return false; // like everything
    }
    return name.startsWith(typed)
        || (name.length() > 2 && typed.startsWith(name))
        || distance(typed, name) <= Math.max(1, name.length() / 3);
  }

  /**
   * Returns how many letters have to be put in, left out, exchanged for others or swapped with
   * their neighbours to make one word of the other.
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + other, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
