package io.github.cordonfs.examples;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.lucene.CordonDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;

/**
 * An example that is no complete class: statements, with the imports they need in front of them. It
 * is compiled as the body of a method, and that is called. These names it need not declare:
 *
 * <ul>
 *   <li>{@code fs}, an open file system of Cordon that allows injection; it has a Lucene index at
 *       {@code /index}
 *   <li>{@code file}, the path of a file of 16 KiB in it
 *   <li>{@code onDisk}, a directory of the disk; it has a file {@code reports/2026.csv}
 *   <li>{@code replica}, the bytes of that file
 *   <li>{@code failures}, the memory failures of the file system
 *   <li>{@code registry}, a registry of Micrometer
 *   <li>{@code query}, a query of Lucene
 * </ul>
 *
 * <p>The packages of the JDK's base module, of Cordon, and those of Micrometer and Lucene that
 * appear in {@link #HEAD} are imported.
 */
final class Fragment {

  static final String TYPE = "Fragment";

  private static final String HEAD =
      """
      import module java.base;
      import io.github.cordonfs.*;
      import io.github.cordonfs.lucene.*;
      import io.github.cordonfs.micrometer.*;
      import io.micrometer.core.instrument.*;
      import org.apache.lucene.index.*;
      import org.apache.lucene.search.*;
      import static java.nio.file.StandardOpenOption.*;
      import static org.junit.jupiter.api.Assertions.*;
      """;

  private static final String BEGIN =
      """
      public final class Fragment {
        public static void run(
            CordonFileSystem fs,
            Path file,
            Path onDisk,
            ByteBuffer replica,
            MemoryFailures failures,
            MeterRegistry registry,
            Query query)
            throws Exception {
      """;

  private Fragment() {}

  /** Returns a source file that has the fragment in a method. */
  static String source(String text) {
    String imports =
        text.lines().filter(each -> each.startsWith("import ")).collect(Collectors.joining("\n"));
    String rest =
        text.lines().filter(each -> !each.startsWith("import ")).collect(Collectors.joining("\n"));
    return HEAD + imports + "\n" + BEGIN + rest + "\n  }\n}\n";
  }

  /** Runs it once. */
  static void run(Class<?> compiled) throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    Path onDisk = Files.createTempDirectory("examples");
    Path reports = Files.createDirectory(onDisk.resolve("reports"));
    var _ = Files.writeString(reports.resolve("2026.csv"), "a,b");
    try (CordonFileSystem fs =
        Cordon.newFileSystem(CordonOptions.builder().size("64m").injection(true).build())) {
      byte[] content = new byte[16 << 10];
      Path file = Files.write(fs.getPath("/file"), content);
      try (Directory index = CordonDirectory.open(fs.getPath("/index"));
          IndexWriter writer = new IndexWriter(index, new IndexWriterConfig())) {
        writer.addDocument(List.of(new TextField("body", "memory", Field.Store.YES)));
      }
      compiled
          .getMethod(
              "run",
              CordonFileSystem.class,
              Path.class,
              Path.class,
              ByteBuffer.class,
              MemoryFailures.class,
              MeterRegistry.class,
              Query.class)
          .invoke(
              null,
              fs,
              file,
              onDisk,
              ByteBuffer.wrap(content),
              fs.memoryFailures(),
              registry,
              new TermQuery(new Term("body", "memory")));
    } finally {
      registry.close();
      delete(onDisk);
    }
  }

  /** Deletes a directory with what an example has left in it. */
  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(directory)) {
      all = found.toList();
    }
    for (Path each : all.reversed()) {
      Files.delete(each);
    }
  }
}
