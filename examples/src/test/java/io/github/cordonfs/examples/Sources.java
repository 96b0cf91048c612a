package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles an example as a user would: with a plain javac, against the class path of this JVM. */
final class Sources {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Kept, as it reads the class path once; its lock keeps one example's output from another's. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private Sources() {}

  /**
   * Compiles one source file.
   *
   * @param place where the example is, for messages
   * @param directory for the source and its classes
   */
  static void compile(String place, Path directory, String type, String text) throws IOException {
    Path source = Files.writeString(directory.resolve(type + ".java"), text);
    StringWriter messages = new StringWriter();
    boolean compiled;
    synchronized (FILES) {
      FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(directory));
      compiled =
          COMPILER
              .getTask(
                  messages,
                  FILES,
                  null,
                  List.of("-proc:none", "-Xlint:deprecation,removal"),
                  null,
                  FILES.getJavaFileObjects(source))
              .call();
    }
    assertThat(compiled && messages.toString().isEmpty())
        .as("%s compiles without a warning:\n%s\n%s", place, messages, text)
        .isTrue();
  }
}
