package io.github.cordonfs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.impl.OpenFileParameters;

/**
 * Files of the disk, as an object store shows them: with etags, and requests for the version that
 * an etag names. Counts what it is asked for.
 */
public class EtagFileSystem extends RawLocalFileSystem {

  interface Before {
    void read(long position) throws IOException;
  }

  static final AtomicInteger LOOKS = new AtomicInteger();
  static final AtomicInteger REQUESTS = new AtomicInteger();
  static final AtomicLong BYTES = new AtomicLong();
  static volatile Before before = _ -> {};

  static void reset() {
    LOOKS.set(0);
    REQUESTS.set(0);
    BYTES.set(0);
    before = _ -> {};
  }

  private static final class Status extends FileStatus implements EtagSource {
    private static final long serialVersionUID = 1;
    private final String etag;

    Status(FileStatus plain, String etag) throws IOException {
      super(plain);
      this.etag = etag;
    }

    @Override
    public String getEtag() {
      return etag;
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    FileStatus plain = super.getFileStatus(path);
    LOOKS.incrementAndGet();
    return plain.isFile() ? new Status(plain, etag(path)) : plain;
  }

  /** Of time, in nanoseconds, and file: tests write files anew, and not so fast. */
  private static String etag(Path path) throws IOException {
    try {
      Map<String, Object> now =
          Files.readAttributes(Paths.get(path.toUri().getPath()), "unix:ino,ctime,size");
      return "\"" + now + "\"";
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException(path.toString());
    }
  }

  @Override
  public FutureDataInputStreamBuilder openFile(Path path) {
    return createDataInputStreamBuilder(this, path);
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    String wanted = parameters.getStatus() instanceof Status status ? status.getEtag() : null;
    return CompletableFuture.completedFuture(new FSDataInputStream(new Content(path, wanted)));
  }

  /** Each read is a request, for the version that is wanted. */
  private static final class Content extends FSInputStream {
    private final Path path;
    private final String wanted;
    private long position;

    Content(Path path, String wanted) {
      this.path = path;
      this.wanted = wanted;
    }

    @Override
    public int read(long from, byte[] target, int offset, int length) throws IOException {
      REQUESTS.incrementAndGet();
      before.read(from);
      if (wanted != null && !wanted.equals(etag(path))) {
        throw new IOException("412 Precondition Failed: " + path);
      }
      try (FileChannel channel = FileChannel.open(Paths.get(path.toUri().getPath()))) {
        int n = channel.read(ByteBuffer.wrap(target, offset, length), from);
        BYTES.addAndGet(Math.max(n, 0));
        return n;
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int n = read(position, one, 0, 1);
      position += Math.max(n, 0);
      return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = read(position, target, offset, length);
      position += Math.max(n, 0);
      return n;
    }

    @Override
    public void seek(long to) {
      position = to;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long to) {
      return false;
    }
  }
}
