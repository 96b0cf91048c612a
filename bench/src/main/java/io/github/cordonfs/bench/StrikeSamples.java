package io.github.cordonfs.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Latencies of single strikes, in nanoseconds, of one fork or of several. */
final class StrikeSamples {

  private static final Comparator<StrikeClass> ORDER =
      Comparator.comparing(StrikeClass::kind).thenComparingLong(StrikeClass::fileSize);

  private final Map<StrikeClass, List<Long>> samples = new TreeMap<>(ORDER);

  /** Adds one sample. */
  void add(StrikeClass strikes, long nanos) {
    samples.computeIfAbsent(strikes, c -> new ArrayList<>()).add(nanos);
  }

  /** Returns what there are samples of, by kind and size. */
  List<StrikeClass> classes() {
    return List.copyOf(samples.keySet());
  }

  /** Returns the number of samples. */
  int count(StrikeClass strikes) {
    return samples.getOrDefault(strikes, List.of()).size();
  }

  /**
   * Returns the least latency that a part of the strikes did not exceed, in nanoseconds.
   *
   * @param part above 0, at most 1
   * @throws IllegalArgumentException if there are no samples
   */
  long quantile(StrikeClass strikes, double part) {
    List<Long> sorted = samples.getOrDefault(strikes, List.of()).stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("no samples of " + strikes);
    }
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  /** Returns the samples as lines of text, for {@link #addFormatted}. */
  String format() {
    StringBuilder text = new StringBuilder();
    samples.forEach((strikes, nanos) -> {
      text.append(strikes.fileSize()).append(' ').append(strikes.kind());
      nanos.forEach(each -> text.append(' ').append(each));
      text.append('\n');
    });
    return text.toString();
  }

  /**
   * Adds what {@link #format} returned in another JVM.
   *
   * @throws IllegalArgumentException if it is something else
   */
  void addFormatted(String text) {
    text.lines()
        .forEach(line -> {
          String[] words = line.split(" ", -1);
          if (words.length < 2) {
            throw new IllegalArgumentException("not samples: " + line);
          }
          StrikeClass strikes =
              new StrikeClass(Long.parseLong(words[0]), StrikeKind.valueOf(words[1]));
          for (int i = 2; i < words.length; i++) {
            add(strikes, Long.parseLong(words[i]));
          }
        });
  }
}
