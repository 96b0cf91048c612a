package io.github.cordonfs.lucene.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Real text that every machine with a build of this project has: the published sources of two
 * pinned libraries, cut into passages of two lines that say something. Always the same, in the same
 * order.
 */
final class SourceCorpus {

  private static final int LINES = 2;

  /** A file that only the one library has, and one that only the other has. */
  private static final List<String> LANDMARKS =
      List.of(
          "org/apache/lucene/store/IndexInput.java",
          "org/apache/lucene/tests/util/LuceneTestCase.java");

  private SourceCorpus() {}

  /** Hands over all passages, in order. */
  static void forEach(Consumer<Passage> consumer) throws IOException {
    for (String landmark : LANDMARKS) {
      URL url = SourceCorpus.class.getClassLoader().getResource(landmark);
      if (url == null) {
        throw new IOException("no jar of sources with " + landmark + " on the class path");
      }
      JarURLConnection connection = (JarURLConnection) url.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        jar.stream()
            .filter(entry -> entry.getName().endsWith(".java"))
            .sorted(Comparator.comparing(JarEntry::getName))
            .forEach(entry -> passages(jar, entry, consumer));
      }
    }
  }

  private static void passages(JarFile jar, JarEntry entry, Consumer<Passage> consumer) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      int first = 0;
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (line.chars().anyMatch(Character::isLetter)) {
          if (lines.isEmpty()) {
            first = number;
          }
          lines.add(line.strip());
        }
        if (lines.size() == LINES) {
          consumer.accept(new Passage(entry.getName(), first, String.join("\n", lines)));
          lines.clear();
        }
      }
      if (!lines.isEmpty()) {
        consumer.accept(new Passage(entry.getName(), first, String.join("\n", lines)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
