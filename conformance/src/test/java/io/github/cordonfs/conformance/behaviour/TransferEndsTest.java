package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How transfers end when a channel is closed or the thread interrupted: as those of the default
 * provider. What is waited for is always known: a pipe or socket that is full or empty, or a
 * channel that waits until it is told.
 */
@Tag("S76")
class TransferEndsTest {

  private static final int LENGTH = 1000;

  /** More than a socket takes while nobody reads from the other end. */
  private static final int LARGE = 16 << 20;

  /** The JDK's, of pipes and sockets; reads and writes of files at a position are others. */
  private static final Set<String> WAITING_CALLS = Set.of("read0", "write0", "transferTo0");

  enum Direction {
    TO,
    FROM
  }

  enum Other {
    /** A file of the same file system. */
    FILE,
    /** A file on a tmpfs. */
    TMPFS_FILE,
    PIPE,
    SOCKET,
    /** A channel that is nobody's, and takes no notice of interrupts. */
    OWN_MAKE
  }

  enum Event {
    NONE,
    INTERRUPTED_BEFORE,
    OWN_CLOSED_BEFORE,
    OTHER_CLOSED_BEFORE,
    BOTH_CLOSED_BEFORE,
    INTERRUPTED_BEFORE_A_BAD_ARGUMENT,
    /** The file is open for the other direction only. */
    INTERRUPTED_BEFORE_IN_THE_WRONG_MODE,
    INTERRUPTED_AFTER,
    INTERRUPTED_MEANWHILE,
    OWN_CLOSED_MEANWHILE,
    OTHER_CLOSED_MEANWHILE;

    boolean isMeanwhile() {
      return name().endsWith("MEANWHILE");
    }
  }

  record Case(Direction direction, Other other, Event event) {

    int length() {
      return direction == Direction.TO && other == Other.SOCKET && event.isMeanwhile()
          ? LARGE
          : LENGTH;
    }
  }

  /** What is to be seen of an end. */
  record End(String result, boolean own, boolean other, boolean interrupted, long bytesInFile) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Other other : Other.values()) {
        for (Event event : Event.values()) {
          boolean waits = other != Other.FILE && other != Other.TMPFS_FILE;
          // How much a socket takes is the kernel's affair; an interrupt is told whatever it was.
          boolean known =
              other != Other.SOCKET
                  || direction == Direction.FROM
                  || !event.isMeanwhile()
                  || event == Event.INTERRUPTED_MEANWHILE;
          if (!event.isMeanwhile() || (waits && known)) {
            cases.add(new Case(direction, other, event));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aTransferEndsAsThatOfTheDefaultProvider(Case each) throws Exception {
    assertThat(end(Contender.CORDON, each)).isEqualTo(end(Contender.TMPFS, each));
  }

  /** The other channel, and how what it waits for comes. */
  private record Peer(Channel channel, AutoCloseable behind, Release release) {}

  private interface Release {
    void now() throws IOException;
  }

  private static End end(Contender contender, Case each) throws Exception {
    Contender.Playground playground = contender.open();
    Path elsewhere = Tmpfs.newDirectory();
    try {
      Path file = playground.directory().resolve("own");
      boolean to = each.direction == Direction.TO;
      Files.write(file, new byte[to ? each.length() : 0]);
      Peer peer = peer(each, playground.directory(), elsewhere);
      try (peer.behind;
          Channel other = peer.channel;
          FileChannel own = FileChannel.open(file, modes(each))) {
        String result = run(each, own, peer);
        boolean interrupted = result.endsWith("interrupted");
        return new End(result, own.isOpen(), other.isOpen(), interrupted, Files.size(file));
      }
    } finally {
      playground.closing().close();
      Tmpfs.delete(elsewhere);
    }
  }

  private static Set<OpenOption> modes(Case each) {
    if (each.event != Event.INTERRUPTED_BEFORE_IN_THE_WRONG_MODE) {
      return Set.of(READ, WRITE);
    }
    return Set.of(each.direction == Direction.TO ? WRITE : READ);
  }

  /** Returns what the transfer, in a thread of its own, gave. */
  private static String run(Case each, FileChannel own, Peer peer) throws Exception {
    FutureTask<String> task =
        new FutureTask<>(() -> {
          String result;
          try {
            before(each, own, peer.channel);
            result = String.valueOf(transfer(each, own, peer.channel));
            if (each.event == Event.INTERRUPTED_AFTER) {
              Thread.currentThread().interrupt();
              result += " then " + own.size();
            }
          } catch (IOException | RuntimeException e) {
            result = e.getClass().getSimpleName();
          }
          return result + (Thread.interrupted() ? " interrupted" : "");
        });
    Thread thread = Thread.ofPlatform().daemon().start(task);
    if (each.event.isMeanwhile()) {
      awaitIn(thread);
      switch (each.event) {
        case INTERRUPTED_MEANWHILE -> thread.interrupt();
        case OWN_CLOSED_MEANWHILE -> own.close();
        default -> peer.channel.close();
      }
      if (each.event == Event.OWN_CLOSED_MEANWHILE || each.other == Other.OWN_MAKE) {
        // Otherwise the event itself ends the wait.
        peer.release.now();
      }
    }
    return task.get();
  }

  private static void before(Case each, FileChannel own, Channel other) throws IOException {
    switch (each.event) {
      case INTERRUPTED_BEFORE,
          INTERRUPTED_BEFORE_A_BAD_ARGUMENT,
          INTERRUPTED_BEFORE_IN_THE_WRONG_MODE ->
          Thread.currentThread().interrupt();
      case OWN_CLOSED_BEFORE -> own.close();
      case OTHER_CLOSED_BEFORE -> other.close();
      case BOTH_CLOSED_BEFORE -> {
        own.close();
        other.close();
      }
      default -> {}
    }
  }

  private static long transfer(Case each, FileChannel own, Channel other) throws IOException {
    int count = each.event == Event.INTERRUPTED_BEFORE_A_BAD_ARGUMENT ? -1 : each.length();
    return each.direction == Direction.TO
        ? own.transferTo(0, count, (WritableByteChannel) other)
        : own.transferFrom((ReadableByteChannel) other, 0, count);
  }

  /** Waits until a thread is in the system call that it waits in, or in our own channel. */
  private static void awaitIn(Thread thread) {
    while (thread.isAlive()) {
      for (StackTraceElement frame : thread.getStackTrace()) {
        boolean ours = frame.getClassName().equals(Waiting.class.getName());
        boolean call = frame.isNativeMethod() && WAITING_CALLS.contains(frame.getMethodName());
        if (call || (ours && thread.getState() == Thread.State.WAITING)) {
          return;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static Peer peer(Case each, Path directory, Path elsewhere) throws IOException {
    boolean to = each.direction == Direction.TO;
    boolean waits = each.event.isMeanwhile();
    return switch (each.other) {
      case FILE -> file(directory.resolve("other"), to);
      case TMPFS_FILE -> file(elsewhere.resolve("other"), to);
      case PIPE -> pipe(to, waits);
      case SOCKET -> socket(to, waits);
      case OWN_MAKE -> {
        Waiting channel = new Waiting(waits);
        yield new Peer(channel, () -> {}, channel.gate::countDown);
      }
    };
  }

  private static Peer file(Path file, boolean to) throws IOException {
    Files.write(file, new byte[to ? 0 : LENGTH]);
    return new Peer(FileChannel.open(file, CREATE, READ, WRITE), () -> {}, () -> {});
  }

  private static Peer pipe(boolean to, boolean waits) throws IOException {
    Pipe pipe = Pipe.open();
    if (to) {
      if (waits) {
        pipe.sink().configureBlocking(false);
        fill(pipe.sink());
        pipe.sink().configureBlocking(true);
      }
      return new Peer(pipe.sink(), pipe.source(), () -> drain(pipe.source()));
    }
    if (!waits) {
      send(pipe.sink());
    }
    return new Peer(pipe.source(), pipe.sink(), () -> send(pipe.sink()));
  }

  private static Peer socket(boolean to, boolean waits) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel channel = SocketChannel.open(server.getLocalAddress());
      SocketChannel behind = server.accept();
      if (!to && !waits) {
        send(behind);
      }
      return new Peer(channel, behind, to ? () -> {} : () -> send(behind));
    }
  }

  private static void fill(WritableByteChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    while (channel.write(bytes.clear()) > 0) {}
    // What the large pieces left.
    while (channel.write(bytes.clear().limit(1)) > 0) {}
  }

  private static void send(WritableByteChannel channel) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      // Nobody reads any more: the other end was closed.
      assertThat(e).hasMessageContaining("pipe");
    }
  }

  /** Takes out so much that the writer goes on, if there still is one. */
  private static void drain(ReadableByteChannel channel) throws IOException {
    int read = channel.read(ByteBuffer.allocate(1 << 16));
    assertThat(read).isPositive();
  }

  /** Waits in its first operation until it is let go, whatever happens meanwhile. */
  private static final class Waiting implements ReadableByteChannel, WritableByteChannel {

    final CountDownLatch gate;
    private volatile boolean closed;

    Waiting(boolean waits) {
      gate = new CountDownLatch(waits ? 1 : 0);
    }

    private int moved(ByteBuffer buffer) throws IOException {
      boolean interrupted = Thread.interrupted();
      while (true) {
        try {
          gate.await();
          break;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (closed) {
        throw new ClosedChannelException();
      }
      int moved = buffer.remaining();
      buffer.position(buffer.limit());
      return moved;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
      return moved(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
      return moved(src);
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
