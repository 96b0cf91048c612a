package io.github.cordonfs.lucene;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A file system made with injection, for each test anew, and a directory in it. */
abstract class LuceneFixture {

  static final int PAGE = 4096;

  FileSystem fs;
  MemoryFailures failures;
  CordonDirectory directory;

  @BeforeEach
  void open() throws IOException {
    fs = Cordon.newFileSystem(CordonOptions.builder().size(32 << 20).injection(true).build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    directory = CordonDirectory.open(fs.getPath("/index"));
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
    fs.close();
  }

  Path path(String name) {
    return directory.getDirectory().resolve(name);
  }

  /** Writes a file of random bytes, and returns them. */
  byte[] file(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    write(directory, name, content);
    return content;
  }

  static void write(Directory directory, String name, byte[] content) throws IOException {
    try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
      out.writeBytes(content, content.length);
    }
  }
}
