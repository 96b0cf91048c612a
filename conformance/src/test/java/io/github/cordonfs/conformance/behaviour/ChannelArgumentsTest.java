package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.conformance.peers.Attempt;
import io.github.cordonfs.conformance.peers.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every operation of a channel with every kind of bad argument and channel, and their combinations:
 * which exception comes, and whether it is thrown or told, is the JDK's on a tmpfs.
 */
@Tag("S66")
class ChannelArgumentsTest {

  private static final long[] POSITIONS = {-1, 0, 100};
  private static final long[] SIZES = {-1, 0, 1, Long.MAX_VALUE};

  private static final Map<String, Set<OpenOption>> MODES =
      Map.of(
          "reading and writing",
          Set.of(READ, WRITE),
          "reading",
          Set.of(READ),
          "writing",
          Set.of(WRITE),
          "closed",
          Set.of(READ, WRITE));

  /** Buffers of all kinds; each is made anew, as an operation may change it. */
  private static final Map<String, Supplier<@Nullable ByteBuffer>> BUFFERS = buffers();

  private final List<String> told = new ArrayList<>();

  private static Map<String, Supplier<@Nullable ByteBuffer>> buffers() {
    Map<String, Supplier<@Nullable ByteBuffer>> all = new LinkedHashMap<>();
    all.put("null", () -> null);
    all.put("good", () -> ByteBuffer.allocate(1));
    all.put("direct", () -> ByteBuffer.allocateDirect(1));
    all.put("empty", () -> ByteBuffer.allocate(0));
    all.put("read-only", () -> ByteBuffer.allocate(1).asReadOnlyBuffer());
    all.put("empty and read-only", () -> ByteBuffer.allocate(0).asReadOnlyBuffer());
    all.put("closed", () -> ofClosedArena(1));
    all.put("empty and closed", () -> ofClosedArena(0));
    return all;
  }

  private static ByteBuffer ofClosedArena(int size) {
    try (Arena arena = Arena.ofShared()) {
      return arena.allocate(8).asByteBuffer().limit(size);
    }
  }

  private static List<String> compared(Script script) throws IOException {
    List<String> results = new ArrayList<>();
    for (Contender contender : List.of(Contender.TMPFS, Contender.CORDON)) {
      Contender.Playground playground = contender.open();
      try {
        results.add(String.join("\n", script.run(playground.directory())));
      } finally {
        playground.closing().close();
      }
    }
    return results;
  }

  private interface Script {
    List<String> run(Path directory) throws IOException;
  }

  /** Notes what comes of an attempt: where the JDK names no file, no file counts. */
  private void note(String what, Attempt attempt) {
    String outcome;
    try {
      outcome =
          Outcome.of(
                  () -> {
                    try {
                      return attempt.make();
                    } catch (FileSystemException e) {
                      throw new IOException(e.getReason());
                    }
                  })
              .toString();
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
    told.add(what + ": " + outcome);
  }

  @Test
  void ofFileChannelsAreTheJdks() throws IOException {
    List<String> results = compared(this::fileChannels);
    assertThat(results.get(1)).isEqualTo(results.get(0));
  }

  private List<String> fileChannels(Path directory) throws IOException {
    told.clear();
    Path file = Files.write(directory.resolve("f"), new byte[10]);
    for (String mode : MODES.keySet().stream().sorted().toList()) {
      FileChannel channel = FileChannel.open(file, MODES.get(mode));
      if (mode.equals("closed")) {
        channel.close();
      }
      transfers(mode, channel);
      channel.close();
    }
    FileChannel channel = FileChannel.open(directory, READ);
    transfers("directory", channel);
    note("directory truncate", () -> channel.truncate(-1));
    note("directory transferTo", () -> channel.transferTo(-1, 1, FileChannel.open(file, WRITE)));
    note("directory transferTo null", () -> channel.transferTo(0, 1, null));
    note("directory transferFrom null", () -> channel.transferFrom(null, 0, 1));
    channel.close();
    return List.copyOf(told);
  }

  private void transfers(String mode, FileChannel channel) {
    ByteBuffer good = ByteBuffer.allocate(1);
    BUFFERS.forEach((kind, buffer) -> {
      String what = mode + ", " + kind;
      note(what + " read", () -> channel.read(buffer.get()));
      note(what + " write", () -> channel.write(buffer.get()));
      for (long position : POSITIONS) {
        note(what + " read at " + position, () -> channel.read(buffer.get(), position));
        if (position < 100) {
          note(what + " write at " + position, () -> channel.write(buffer.get(), position));
        }
      }
      note(what + " scatter", () -> channel.read(array(good, buffer.get())));
      note(what + " gather", () -> channel.write(array(good, buffer.get())));
      for (int offset : new int[] {-1, 0, 1, 2, 3}) {
        for (int length : new int[] {-1, 0, 1, 3}) {
          String range = what + " " + offset + "+" + length;
          note(range, () -> channel.read(array(good, buffer.get()), offset, length));
          note(range, () -> channel.write(array(good, buffer.get()), offset, length));
        }
      }
      note(what + " left", () -> good.clear().remaining());
    });
    note(mode + " scatter null", () -> channel.read((ByteBuffer[]) null));
    note(mode + " gather null", () -> channel.write((ByteBuffer[]) null, 0, 0));
    note(mode + " position", channel::position);
  }

  private static ByteBuffer[] array(ByteBuffer first, @Nullable ByteBuffer second) {
    first.clear();
    return new ByteBuffer[] {first, second};
  }

  @Test
  void ofAsynchronousChannelsAreTheJdks() throws IOException {
    List<String> results = compared(this::asynchronousChannels);
    assertThat(results.get(1)).isEqualTo(results.get(0));
  }

  private List<String> asynchronousChannels(Path directory) throws IOException {
    told.clear();
    Path file = Files.write(directory.resolve("f"), new byte[10]);
    for (String mode : MODES.keySet().stream().sorted().toList()) {
      AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, MODES.get(mode), null);
      if (mode.equals("closed")) {
        channel.close();
      }
      transfers(mode, channel);
      locks(mode, channel);
      note(mode + " truncate -1", () -> channel.truncate(-1).equals(channel));
      note(mode + " size", channel::size);
      channel.close();
    }
    return List.copyOf(told);
  }

  private void transfers(String mode, AsynchronousFileChannel channel) {
    BUFFERS.forEach((kind, buffer) -> {
      for (long position : POSITIONS) {
        String what = mode + ", " + kind + " at " + position;
        boolean never = kind.equals("closed") && position >= 0;
        note(
            what + " read, no handler",
            () -> {
              channel.read(buffer.get(), position, null, null);
              return null;
            });
        note(
            what + " write, no handler",
            () -> {
              channel.write(buffer.get(), position, null, null);
              return null;
            });
        if (never && !mode.equals("closed")) {
          continue;
        }
        note(what + " read", () -> get(channel.read(buffer.get(), position)));
        note(
            what + " read, handler",
            () -> get((Told<Integer> t) -> channel.read(buffer.get(), position, null, t)));
        if (position < 100) {
          note(what + " write", () -> get(channel.write(buffer.get(), position)));
          note(
              what + " write, handler",
              () -> get((Told<Integer> t) -> channel.write(buffer.get(), position, null, t)));
        }
      }
    });
  }

  private void locks(String mode, AsynchronousFileChannel channel) {
    for (boolean shared : new boolean[] {true, false}) {
      for (long position : POSITIONS) {
        for (long size : SIZES) {
          String what = mode + " lock " + position + " " + size + " " + shared;
          note(what, () -> released(get(channel.lock(position, size, shared))));
          note(what + ", tried", () -> released(channel.tryLock(position, size, shared)));
          note(
              what + ", handler",
              () ->
                  released(
                      get((Told<FileLock> t) -> channel.lock(position, size, shared, null, t))));
          note(
              what + ", no handler",
              () -> {
                channel.lock(position, size, shared, null, null);
                return null;
              });
        }
      }
    }
  }

  private static String released(FileLock lock) throws IOException {
    lock.release();
    return lock.position() + " " + lock.size() + " " + lock.isShared();
  }

  /** Returns what a future tells, as "told" where it is a failure: that was not thrown. */
  private static <T> T get(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("told " + e.getCause().getClass().getSimpleName());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(Asked<T> asked) throws IOException {
    Told<T> told = new Told<>();
    asked.by(told);
    return get(told.future);
  }

  private interface Asked<T> {
    void by(Told<T> handler);
  }

  private static final class Told<T> implements CompletionHandler<T, Object> {
    final CompletableFuture<T> future = new CompletableFuture<>();

    @Override
    public void completed(T result, Object attachment) {
      future.complete(result);
    }

    @Override
    public void failed(Throwable failure, Object attachment) {
      future.completeExceptionally(failure);
    }
  }
}
