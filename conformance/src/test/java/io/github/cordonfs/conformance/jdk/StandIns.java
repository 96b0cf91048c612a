package io.github.cordonfs.conformance.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rewrites sources so that their {@code File}, {@code FileInputStream}, {@code FileOutputStream}
 * and {@code RandomAccessFile} are those of the package {@code javaio}, which use {@code
 * java.nio.file}.
 */
final class StandIns {

  private static final String PACKAGE = StandIns.class.getPackageName() + ".javaio";

  private static final List<String> NAMES =
      List.of("File", "FileInputStream", "FileOutputStream", "RandomAccessFile");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import java\\.io\\.(" + String.join("|", NAMES) + ");.*$");
  private static final Pattern FIRST_IMPORT = Pattern.compile("(?m)^import ");
  private static final Pattern TO_FILE = Pattern.compile("\\b(\\w+)\\.toFile\\(\\)");
  private static final Pattern USES =
      Pattern.compile("\\b(" + String.join("|", NAMES) + "|toFile)\\b");

  private StandIns() {}

  /** Copies all sources below a directory to another one, rewritten. */
  static void rewriteTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(each));
        Files.createDirectories(target.getParent());
        if (each.toString().endsWith(".java")) {
          Files.writeString(target, rewrite(Files.readString(each)));
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  /** Rewrites a source. Its lines keep their numbers. */
  static String rewrite(String source) {
    Matcher first = FIRST_IMPORT.matcher(source);
    // A Path of the test's own has to return the real one.
    if (!first.find() || !USES.matcher(source).find() || source.contains("File toFile()")) {
      return source;
    }
    StringBuilder imports = new StringBuilder();
    for (String each : NAMES) {
      imports.append("import ").append(PACKAGE).append('.').append(each).append("; ");
    }
    String without =
        source.substring(0, first.start())
            + imports
            + IMPORT.matcher(source.substring(first.start())).replaceAll("");
    return TO_FILE.matcher(without).replaceAll("File.of($1)").replace("Path::toFile", "File::of");
  }
}
