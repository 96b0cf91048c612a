package io.github.cordonfs.lucene;

import com.carrotsearch.randomizedtesting.annotations.ThreadLeakFilters;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.junit.AfterClass;
import org.junit.BeforeClass;

/** Lucene's own suite for directories, with its NIOFSDirectory on Cordon. */
@ThreadLeakFilters(
    defaultFilters = true,
    filters = {CordonThreads.class})
public class NIOFSDirectorySuiteTest extends BaseDirectoryTestCase {

  private static Shelf shelf;

  @BeforeClass
  public static void openShelf() throws IOException {
    shelf = new Shelf();
  }

  @AfterClass
  public static void closeShelf() throws IOException {
    shelf.close();
    shelf = null;
  }

  @Override
  protected Directory getDirectory(Path path) throws IOException {
    return new NIOFSDirectory(shelf.instead(path));
  }

  /** As Lucene's, which deletes the file of a directory where that is not: on the default disk. */
  @Override
  public void testFsyncDoesntCreateNewFiles() throws IOException {
    Path path = shelf.instead(createTempDir("nocreate"));
    try (Directory directory = new NIOFSDirectory(path)) {
      SyncOfDeletedFile.isRefused(directory, path);
    }
  }
}
