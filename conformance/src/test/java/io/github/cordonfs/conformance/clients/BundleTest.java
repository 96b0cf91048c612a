package io.github.cordonfs.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.launch.Framework;

/** Core as a bundle in an OSGi framework, used by another. */
class BundleTest {

  private static final String PROGRAM =
      """
      package app;

      import io.github.cordonfs.Cordon;
      import io.github.cordonfs.CordonOptions;
      import java.nio.file.*;
      import org.osgi.framework.*;

      public class Main implements BundleActivator {
        public void start(BundleContext context) throws Exception {
          try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(16 << 20).build())) {
            Path file = fs.getPath("/file");
            Files.writeString(file, "from a file of ");
            System.out.print(Files.readString(file)
                + FrameworkUtil.getBundle(fs.getClass()).getSymbolicName() + ", ");
          }
        }

        public void stop(BundleContext context) {}
      }
      """;

  private static final String CORE = "io.github.cordonfs.core";

  @TempDir private Path directory;

  @Test
  void aBundleUsesCordon() throws Exception {
    Path app = bundle("app", "io.github.cordonfs");
    assertThat(run(app)).isEqualTo(CORE + ": started\napp: from a file of " + CORE + ", started");
  }

  @Test
  void whatIsNotExportedIsNotFound() throws Exception {
    Path app = bundle("app", "io.github.cordonfs,io.github.cordonfs.nio");
    assertThat(run(app)).isEqualTo(CORE + ": started\napp: not resolved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "testkit", "junit", "micrometer", "lucene"})
  void bundlesExportWhatModulesExport(String module) throws IOException {
    Properties bundle = new Properties();
    try (InputStream in = Files.newInputStream(Path.of("..", module, "bnd.bnd"))) {
      bundle.load(in);
    }
    String descriptor = Files.readString(Path.of("..", module, "src/main/java/module-info.java"));
    assertThat(bundle.getProperty("Export-Package").split(", *"))
        .containsExactlyInAnyOrder(
            Pattern.compile("(?m)^  exports ([a-z.]+)(?: to\\s+[a-z.]+)?;")
                .matcher(descriptor)
                .results()
                .map(each -> each.group(1))
                .toArray(String[]::new));
    assertThat(descriptor).contains("module " + bundle.getProperty("Bundle-SymbolicName") + " {");
  }

  private Path bundle(String name, String imports) throws IOException, URISyntaxException {
    Path source = Files.createDirectories(directory.resolve("src/app")).resolve("Main.java");
    Files.writeString(source, PROGRAM);
    int compiled =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                directory.resolve("out").toString(),
                "--class-path",
                place(Cordon.class) + File.pathSeparator + place(Framework.class),
                source.toString());
    assertThat(compiled).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
    manifest.getMainAttributes().putValue("Bundle-Activator", "app.Main");
    manifest.getMainAttributes().putValue("Import-Package", "org.osgi.framework," + imports);
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("app/Main.class"));
      Files.copy(directory.resolve("out/app/Main.class"), entries);
    }
    return jar;
  }

  private String run(Path app) throws Exception {
    return ChildJvm.run(
            directory.resolve("output"),
            "--enable-native-access=ALL-UNNAMED",
            // For the framework, which would warn otherwise.
            "--sun-misc-unsafe-memory-access=allow",
            // Without Cordon: it is to come from its bundle.
            "--class-path",
            place(BundleProgram.class) + File.pathSeparator + place(Framework.class),
            BundleProgram.class.getName(),
            directory.resolve("storage").toString(),
            place(Cordon.class),
            app.toString())
        .strip();
  }

  /** The jar or directory that a class comes from. */
  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
