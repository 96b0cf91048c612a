package io.github.cordonfs.hadoop.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.ByteBufferPositionedReadable;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.CanSetReadahead;
import org.apache.hadoop.fs.CanUnbuffer;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsBinding;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;

/**
 * A file read through the cache. Positional and vectored reads are safe for use by several threads;
 * those at the stream's position are for one at a time, as with all streams of Hadoop.
 */
final class CachedInputStream extends FSInputStream
    implements ByteBufferReadable,
        ByteBufferPositionedReadable,
        CanSetReadahead,
        CanUnbuffer,
        StreamCapabilities,
        IOStatisticsSource {

  private final SharedCache cache;

  /** Held on to, so that the cache knows what it is as long as this is open. */
  private final StoreFile file;

  private final FileChannel channel;
  private final int minSeek;
  private final FileSystem.Statistics statistics;
  private final IOStatisticsStore counted =
      IOStatisticsBinding.iostatisticsStore()
          .withCounters(
              StreamStatisticNames.STREAM_READ_BYTES,
              StreamStatisticNames.STREAM_READ_OPERATIONS,
              StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS,
              StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS)
          .build();
  private final ReadAdvice advice;

  private final InOrderBuffer buffer;

  private volatile boolean closed;
  private long position;

  CachedInputStream(
      SharedCache cache,
      StoreFile file,
      ReadPolicy policy,
      int atEnd,
      int minSeek,
      FileSystem.Statistics statistics)
      throws IOException {
    this.cache = cache;
    this.file = file;
    this.channel = FileChannel.open(cache.mount().getPath(file.name()));
    this.advice = new ReadAdvice(file, channel, policy, atEnd);
    this.buffer = new InOrderBuffer(channel);
    this.minSeek = minSeek;
    this.statistics = statistics;
    cache.counters().opened();
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException(file.path() + ": " + FSExceptionMessages.STREAM_IS_CLOSED);
    }
  }

  // --- at the position of the stream ---

  @Override
  public void seek(long target) throws IOException {
    checkOpen();
    if (target < 0) {
      throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK + ": " + target);
    }
    if (target > file.length()) {
      throw new EOFException(FSExceptionMessages.CANNOT_SEEK_PAST_EOF + ": " + target);
    }
    if (target != position) {
      counted.incrementCounter(StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS);
    }
    position = target;
  }

  /** Also when it is closed, as those of S3A and HDFS. */
  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) throws IOException {
    checkOpen();
    return false;
  }

  @Override
  public int available() throws IOException {
    checkOpen();
    return (int) Math.min(Math.max(file.length() - position, 0), Integer.MAX_VALUE);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    checkOpen();
    int wanted = target.remaining();
    advice.inOrder(position, wanted);
    int n;
    if (wanted < InOrderBuffer.SIZE / 4 && advice.isInOrder()) {
      n = buffer.read(position, target);
      count(n);
    } else {
      n = readOnce(position, target);
    }
    if (n > 0) {
      position += n;
    }
    return n;
  }

  // --- at any position ---

  @Override
  public int read(long from, byte[] target, int offset, int length) throws IOException {
    validatePositionedReadArgs(from, target, offset, length);
    return read(from, ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public void readFully(long from, byte[] target, int offset, int length) throws IOException {
    validatePositionedReadArgs(from, target, offset, length);
    readFully(from, ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int read(long from, ByteBuffer target) throws IOException {
    checkOpen();
    if (from < 0) {
      throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK + ": " + from);
    }
    return withPlan(from, target.remaining(), () -> readOnce(from, target));
  }

  @Override
  public void readFully(long from, ByteBuffer target) throws IOException {
    checkOpen();
    if (from < 0) {
      throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK + ": " + from);
    }
    if (target.remaining() > file.length() - from) {
      throw new EOFException(FSExceptionMessages.EOF_IN_READ_FULLY + ": " + file.path());
    }
    withPlan(
        from,
        target.remaining(),
        () -> {
          readAll(from, target);
          return 0;
        });
  }

  private int withPlan(long from, int length, StoreFile.Work<Integer> work) throws IOException {
    advice.atEnd(from, length);
    ReadPlan plan = advice.plan(from, length);
    if (plan == null) {
      return work.run();
    }
    file.begin(plan);
    try {
      return work.run();
    } finally {
      file.end(plan);
    }
  }

  private void readAll(long from, ByteBuffer target) throws IOException {
    long at = from;
    while (target.hasRemaining()) {
      int n = readOnce(at, target);
      if (n < 0) {
        throw new EOFException(FSExceptionMessages.EOF_IN_READ_FULLY + ": " + file.path());
      }
      at += n;
    }
  }

  private int readOnce(long from, ByteBuffer target) throws IOException {
    int n = channel.read(target, from);
    count(n);
    return n;
  }

  private void count(int n) {
    counted.incrementCounter(StreamStatisticNames.STREAM_READ_OPERATIONS);
    if (n > 0) {
      counted.incrementCounter(StreamStatisticNames.STREAM_READ_BYTES, n);
      cache.counters().read(n);
      statistics.incrementBytesRead(n);
    }
  }

  // --- several ranges ---

  @Override
  public int minSeekForVectorReads() {
    return minSeek;
  }

  @Override
  public int maxReadSizeForVectorReads() {
    return VectoredReads.MOST_AT_ONCE;
  }

  @Override
  public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
      throws IOException {
    readVectored(ranges, allocate, _ -> {});
  }

  @Override
  public void readVectored(
      List<? extends FileRange> ranges,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release)
      throws IOException {
    checkOpen();
    Objects.requireNonNull(ranges, "ranges");
    Objects.requireNonNull(allocate, "allocate");
    Objects.requireNonNull(release, "release");
    counted.incrementCounter(StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS);
    VectoredReads.read(
        file, minSeek, ranges, allocate, release, cache.ranges(), this::readVectoredRange);
  }

  private void readVectoredRange(long from, ByteBuffer target) throws IOException {
    checkOpen();
    readAll(from, target);
  }

  // --- the stream itself ---

  /** Most memory is not the stream's, but a request of the store may be under way. */
  @Override
  public void unbuffer() {
    buffer.clear();
    advice.close();
  }

  /** It reads what it is asked for. */
  @Override
  public void setReadahead(Long bytes) {}

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability.toLowerCase(Locale.ROOT)) {
      case StreamCapabilities.READAHEAD,
          StreamCapabilities.UNBUFFER,
          StreamCapabilities.READBYTEBUFFER,
          StreamCapabilities.PREADBYTEBUFFER,
          StreamCapabilities.VECTOREDIO,
          StreamCapabilities.IOSTATISTICS ->
          true;
      default -> false;
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return counted;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      unbuffer();
      channel.close();
    }
  }

  @Override
  public String toString() {
    return file.path() + " through the cache of Cordon, " + counted;
  }
}
