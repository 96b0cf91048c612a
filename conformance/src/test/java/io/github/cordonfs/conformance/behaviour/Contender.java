package io.github.cordonfs.conformance.behaviour;

import com.google.common.jimfs.Jimfs;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system that facts are stated of. */
enum Contender {

  /** The JDK's own, on a tmpfs. What it does is what is expected. */
  TMPFS {
    @Override
    Playground open(Configuration configuration) throws IOException {
      Path directory = Tmpfs.newDirectory();
      return new Playground(directory, () -> Tmpfs.delete(directory));
    }
  },

  CORDON {
    @Override
    Playground open(Configuration configuration) throws IOException {
      return configuration.overlay()
          ? BelowOverlay.open()
          : in(Cordon.newFileSystem(configuration.options()));
    }
  },

  /** As it is configured for Unix, with all attributes that it has. */
  JIMFS {
    @Override
    Playground open(Configuration configuration) throws IOException {
      return in(
          Jimfs.newFileSystem(
              com.google.common.jimfs.Configuration.unix().toBuilder()
                  .setAttributeViews("basic", "owner", "posix", "unix", "dos", "user")
                  .build()));
    }
  };

  /** Makes an empty directory in it, as it is if nothing is configured. */
  final Playground open() throws IOException {
    return open(Configuration.plain(this));
  }

  /** Makes an empty directory in it. */
  abstract Playground open(Configuration configuration) throws IOException;

  private static Playground in(FileSystem fileSystem) throws IOException {
    return new Playground(Files.createDirectories(fileSystem.getPath("/work")), fileSystem::close);
  }

  /** A directory, and how to be rid of it. */
  record Playground(Path directory, Closing closing) {}

  /** What is to be done in the end. */
  interface Closing {
    void close() throws IOException;
  }
}
