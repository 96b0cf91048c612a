package io.github.cordonfs.lucene;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.apache.lucene.tests.mockfile.VirusCheckingFS;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;

/**
 * A file system of Cordon in which the suites of Lucene keep what they believe to be in a temporary
 * directory of the default file system.
 */
final class Shelf implements AutoCloseable {

  private final FileSystem fileSystem;

  Shelf() throws IOException {
    fileSystem = Cordon.newFileSystem(CordonOptions.builder().size(512 << 20).build());
  }

  /** Opens a directory at the path that stands for a temporary one. */
  CordonDirectory directory(Path temporary, int bufferSize) throws IOException {
    MemoryFailures failures = CordonFileSystem.of(fileSystem).memoryFailures();
    return new CordonDirectory(
        instead(temporary), CordonLockFactory.INSTANCE, bufferSize, failures);
  }

  /**
   * Returns the path that stands for a temporary one: of the same name, which is used once in a
   * suite. If deletions are to fail now and then there, so they do here.
   */
  Path instead(Path temporary) {
    Path path = fileSystem.getPath("/", temporary.getFileName().toString());
    if (!TestUtil.hasVirusChecker(temporary)) {
      return path;
    }
    return new VirusCheckingFS(fileSystem, LuceneTestCase.random().nextLong()).wrapPath(path);
  }

  @Override
  public void close() throws IOException {
    fileSystem.close();
  }
}
