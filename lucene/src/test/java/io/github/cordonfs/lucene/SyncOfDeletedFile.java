package io.github.cordonfs.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** What Lucene's suite proves only of directories on the default file system. */
final class SyncOfDeletedFile {

  private SyncOfDeletedFile() {}

  static void isRefused(Directory directory, Path path) throws IOException {
    try (IndexOutput out = directory.createOutput("afile", IOContext.DEFAULT)) {
      out.writeString("boo");
    }
    Files.delete(path.resolve("afile"));
    assertThatThrownBy(() -> directory.sync(Set.of("afile")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(directory.listAll()).isEmpty();
  }
}
