package io.github.cordonfs.conformance.differential;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations on the content of a file that open and close it themselves. */
final class Contents {

  private Contents() {}

  /** An operation that opens a file with options. */
  interface Opening extends Operation {

    Set<OpenOption> options();

    /** Tells whether links are not to be followed; a link must not go in the place of a file. */
    default boolean refusesLinks() {
      return options().contains(LinkOption.NOFOLLOW_LINKS)
          || options().contains(StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Tells whether a new file is to be made for reading, which cannot be. */
    default boolean makesNewForReading() {
      return options().contains(StandardOpenOption.CREATE_NEW)
          && !options().contains(StandardOpenOption.WRITE)
          && !options().contains(StandardOpenOption.APPEND);
    }
  }

  /** Writes bytes. */
  record WriteFile(String path, int noise, int length, Set<OpenOption> options)
      implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      Path file = side.path(path);
      Files.write(file, Noise.bytes(noise, length), options.toArray(OpenOption[]::new));
      return null;
    }
  }

  /** Writes bytes in two parts through a stream. */
  record Pour(String path, int noise, int length, Set<OpenOption> options) implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      byte[] bytes = Noise.bytes(noise, length);
      try (OutputStream out =
          Files.newOutputStream(side.path(path), options.toArray(OpenOption[]::new))) {
        out.write(bytes, 0, length / 3);
        out.write(bytes, length / 3, length - length / 3);
      }
      return null;
    }
  }

  /** Reads a whole file. */
  record ReadFile(String path) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return Digest.of(Files.readAllBytes(side.path(path)));
    }
  }

  /** Reads some of a file through a stream. */
  record Sip(String path, long skip, int length) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      try (InputStream in = Files.newInputStream(side.path(path))) {
        long skipped = in.skip(skip);
        byte[] bytes = in.readNBytes(length);
        return skipped + " " + Digest.of(bytes) + " " + in.available() + " " + in.read();
      }
    }
  }

  /**
   * Opens, writes and closes, with options that may say that the file goes when it is closed: when
   * exactly, before that, no contract says.
   */
  record OpenAndClose(String path, int noise, int length, Set<OpenOption> options)
      implements Opening {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      try (SeekableByteChannel channel = Files.newByteChannel(side.path(path), options)) {
        return channel.write(Noise.buffer(noise, length)) + " of " + channel.size();
      }
    }
  }

  /** Fills a file from a stream of its own. */
  record CopyIn(String path, int noise, int length, boolean replace) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      InputStream in = new ByteArrayInputStream(Noise.bytes(noise, length));
      return replace
          ? Files.copy(in, side.path(path), StandardCopyOption.REPLACE_EXISTING)
          : Files.copy(in, side.path(path));
    }
  }

  /** Opens a channel and leaves it open. */
  record Open(int slot, String path, Set<OpenOption> options) implements Opening {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      side.open(slot, side.path(path), options);
      return null;
    }
  }
}
