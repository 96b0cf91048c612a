package io.github.cordonfs.bench.replay;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.bench.replay.DiskTrace.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Replays all requests of a trace on two sparse files, as large as the disk of the trace: one is
 * written by a plain channel, the other through a mount whose memory fails meanwhile. What is read
 * must be the same, and so must the two files be in the end, but for what the mount said is lost.
 */
final class WrittenReplay implements AutoCloseable {

  /** After so many requests all that was written is forced. */
  private static final int FORCE_EVERY = 1_000;

  /** After so many requests a page fails: in turns one just written, and one just read. */
  private static final int STRIKE_EVERY = 50;

  /**
   * What came of a replay through a mount.
   *
   * @param plainSeconds what the plain file took
   * @param mountSeconds what the mount took, failures and all
   * @param strikes pages that failed
   * @param healed those of them that were read again
   * @param lostPages those whose content nobody had
   * @param refused reads and writes, or parts of them, that were told of a lost page
   * @param different pages that were wrong without anybody having been told
   * @param untold pages that are lost, and of which no force said so
   */
  record Result(
      double plainSeconds,
      double mountSeconds,
      int strikes,
      int healed,
      int lostPages,
      int refused,
      int different,
      int untold) {}

  private static final String NAME = "disk";
  private static final int PAGE = DiskTrace.PAGE;
  private static final int SECTOR = 512;

  private final DiskTrace trace;
  private final Path directory;
  private final long cacheBytes;
  private final ByteBuffer buffer;

  /** Of each request that reads, what the plain file gave. */
  private final int[] sums;

  private final CRC32C sum = new CRC32C();

  /**
   * Makes it.
   *
   * @param directory for the two files
   * @param cacheBytes size of the mount's cache
   */
  WrittenReplay(DiskTrace trace, Path directory, long cacheBytes) throws IOException {
    this.trace = trace;
    this.directory = directory;
    this.cacheBytes = cacheBytes;
    this.sums = new int[trace.requests().size()];
    int longest = 0;
    for (Request each : trace.requests()) {
      longest = Math.max(longest, each.bytes());
    }
    this.buffer = ByteBuffer.allocateDirect(longest);
    for (Path each : List.of(plain(), mounted())) {
      var _ = Files.createDirectories(each);
    }
  }

  private Path plain() {
    return directory.resolve("plain");
  }

  private Path mounted() {
    return directory.resolve("mounted");
  }

  /** Replays on both, and compares. */
  Result run() throws IOException {
    clear();
    makeFile(plain());
    makeFile(mounted());
    double plainSeconds = replayPlain();
    return replayMounted(plainSeconds);
  }

  private void makeFile(Path in) throws IOException {
    long end = 0;
    for (Request each : trace.requests()) {
      end = Math.max(end, each.position() + each.bytes());
    }
    try (FileChannel file = FileChannel.open(in.resolve(NAME), CREATED)) {
      // Whole pages, so that the two end alike.
      var _ = file.write(ByteBuffer.allocate(1), Math.ceilDiv(end, PAGE) * PAGE - 1);
    }
  }

  private static final Set<StandardOpenOption> CREATED =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private double replayPlain() throws IOException {
    try (FileChannel file = open(plain().resolve(NAME))) {
      long begin = System.nanoTime();
      for (int i = 0; i < trace.requests().size(); i++) {
        Request each = trace.requests().get(i);
        ByteBuffer bytes = buffer(i, each);
        while (bytes.hasRemaining()) {
          long at = each.position() + bytes.position();
          if ((each.isWrite() ? file.write(bytes, at) : file.read(bytes, at)) <= 0) {
            throw new IOException("nothing was transferred at " + at);
          }
        }
        if (!each.isWrite()) {
          sums[i] = sum(bytes);
        }
        if (i % FORCE_EVERY == FORCE_EVERY - 1) {
          file.force(false);
        }
      }
      file.force(false);
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  /** What goes on in a mount while the trace is replayed there. */
  private final class Mounted {
    private final CordonFileSystem mount;
    private final Path file;
    private final CordonFileChannel channel;
    private final SplittableRandom random = new SplittableRandom(11);
    private final Set<Long> lost = new TreeSet<>();
    private final Set<Long> told = new HashSet<>();
    private int strikes;
    private int healed;
    private int refused;
    private int different;

    Mounted(CordonFileSystem mount) throws IOException {
      this.mount = mount;
      this.file = mount.getPath("/" + NAME);
      this.channel = CordonFileChannel.of(open(file));
    }

    void replay() throws IOException {
      for (int i = 0; i < trace.requests().size(); i++) {
        Request each = trace.requests().get(i);
        if (i % STRIKE_EVERY == 0) {
          strike(i);
        }
        transfer(i, each);
        if (i % FORCE_EVERY == FORCE_EVERY - 1) {
          force();
        }
      }
      force();
    }

    private void transfer(int i, Request each) throws IOException {
      ByteBuffer bytes = buffer(i, each);
      boolean whole = true;
      while (bytes.hasRemaining()) {
        long at = each.position() + bytes.position();
        try {
          if ((each.isWrite() ? channel.write(bytes, at) : channel.read(bytes, at)) <= 0) {
            throw new IOException("nothing was transferred at " + at);
          }
        } catch (PoisonedPageException e) {
          refused++;
          whole = false;
          tell(new ByteRange(e.offset(), e.length()));
          bytes.position(
              (int)
                  Math.min(
                      bytes.limit(),
                      new ByteRange(e.offset(), e.length()).end() - each.position()));
        }
      }
      if (!each.isWrite() && whole && sum(bytes) != sums[i]) {
        different++;
      }
    }

    /** A page of the request before fails, or one of an older one. */
    private void strike(int i) throws IOException {
      if (i == 0) {
        return;
      }
      int which = i % (2 * STRIKE_EVERY) == 0 ? i - 1 : random.nextInt(i);
      MemoryFailureEvent event =
          mount.memoryFailures().strike(file, trace.requests().get(which).position());
      strikes++;
      if (event.message() == MessageType.CLEAN_PAGE) {
        healed++;
      }
    }

    private void force() throws IOException {
      try {
        channel.force(false);
      } catch (FileSystemException e) {
        // It names all that is lost.
        for (ByteRange bad : channel.badRanges()) {
          if (String.valueOf(e.getMessage()).contains(bad.toString())) {
            tell(bad);
          }
        }
      }
    }

    private void tell(ByteRange range) {
      for (long at = range.offset(); at < range.end(); at += PAGE) {
        told.add(at / PAGE);
      }
    }

    /** Notes what is lost in the end. */
    void end() throws IOException {
      for (ByteRange bad : channel.badRanges()) {
        for (long at = bad.offset(); at < bad.end(); at += PAGE) {
          lost.add(at / PAGE);
        }
      }
      channel.close();
    }
  }

  private Result replayMounted(double plainSeconds) throws IOException {
    CordonOptions options =
        CordonOptions.builder().size(cacheBytes).writable(true).injection(true).build();
    Mounted mounted = null;
    double seconds = 0;
    try (CordonFileSystem mount = Cordon.mount(mounted(), options)) {
      mounted = new Mounted(mount);
      long begin = System.nanoTime();
      mounted.replay();
      seconds = (System.nanoTime() - begin) / 1e9;
      mounted.end();
    } catch (FileSystemException e) {
      if (mounted == null || mounted.lost.isEmpty()) {
        throw e;
      }
      // The close names what is lost, as it should.
    }
    Set<Long> untold = new HashSet<>(mounted.lost);
    untold.removeAll(mounted.told);
    return new Result(
        plainSeconds,
        seconds,
        mounted.strikes,
        mounted.healed,
        mounted.lost.size(),
        mounted.refused,
        mounted.different + differentPages(mounted.lost),
        untold.size());
  }

  /** Compares what was written, but for what is lost. */
  private int differentPages(Set<Long> lost) throws IOException {
    Set<Long> written = new TreeSet<>();
    for (Request each : trace.requests()) {
      long end = each.position() + each.bytes();
      for (long at = each.position(); each.isWrite() && at < end; at += PAGE - at % PAGE) {
        written.add(at / PAGE);
      }
    }
    written.removeAll(lost);
    int different = 0;
    ByteBuffer one = ByteBuffer.allocateDirect(PAGE);
    ByteBuffer other = ByteBuffer.allocateDirect(PAGE);
    try (FileChannel plain = open(plain().resolve(NAME));
        FileChannel mounted = open(mounted().resolve(NAME))) {
      if (plain.size() != mounted.size()) {
        throw new IOException("of different length: " + plain.size() + ", " + mounted.size());
      }
      for (long page : written) {
        var _ = plain.read(one.clear(), page * PAGE);
        var _ = mounted.read(other.clear(), page * PAGE);
        different += one.flip().equals(other.flip()) ? 0 : 1;
      }
    }
    return different;
  }

  /** Returns a buffer for a request, with what it writes: each sector says whose it is. */
  private ByteBuffer buffer(int i, Request each) {
    ByteBuffer bytes = buffer.clear().limit(each.bytes());
    for (int at = 0; each.isWrite() && at + Long.BYTES <= each.bytes(); at += SECTOR) {
      long mark = 0x9E3779B97F4A7C15L * (i + 1) ^ (each.position() + at);
      for (int word = at; word + 8 <= Math.min(at + SECTOR, each.bytes()); word += 64) {
        bytes.putLong(word, mark + word);
      }
    }
    return bytes;
  }

  private int sum(ByteBuffer bytes) {
    sum.reset();
    sum.update(bytes.flip());
    return (int) sum.getValue();
  }

  private void clear() throws IOException {
    Files.deleteIfExists(plain().resolve(NAME));
    Files.deleteIfExists(mounted().resolve(NAME));
    // What an earlier run has lost.
    for (String left : List.of("lost", "lock")) {
      Files.deleteIfExists(mounted().resolve(".cordon").resolve(left));
    }
    Files.deleteIfExists(mounted().resolve(".cordon"));
  }

  @Override
  public void close() throws IOException {
    clear();
    Files.deleteIfExists(plain());
    Files.deleteIfExists(mounted());
  }
}
