package io.github.cordonfs.conformance.peers;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who takes the same steps. */
public enum Party {

  /** The JDK's provider on a tmpfs: what it throws is what is expected. */
  TMPFS {
    @Override
    public Path open() throws IOException {
      return Tmpfs.newDirectory();
    }

    @Override
    public void close(Path directory) throws IOException {
      Tmpfs.delete(directory);
    }
  },

  CORDON {
    @Override
    public Path open() throws IOException {
      FileSystem made = Cordon.newFileSystem(CordonOptions.builder().size(64 << 20).build());
      return Files.createDirectory(made.getPath("/work"));
    }

    @Override
    public void close(Path directory) throws IOException {
      directory.getFileSystem().close();
    }
  },

  /** A path of the overlay, which leads into Cordon. */
  OVERLAY {
    @Override
    public Path open() {
      return TestOverlay.EMPTY;
    }

    @Override
    public void close(Path directory) {
      // It is empty, and stays as long as the JVM.
    }
  };

  /** Returns an empty directory. */
  public abstract Path open() throws IOException;

  public abstract void close(Path directory) throws IOException;
}
