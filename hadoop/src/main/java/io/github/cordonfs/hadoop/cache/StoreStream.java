package io.github.cordonfs.hadoop.cache;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open stream of the wrapped file system. Used by one thread at a time. */
final class StoreStream {

  private static final Logger LOG = LoggerFactory.getLogger(StoreStream.class);

  private final FSDataInputStream in;
  private long position = -1;

  private StoreStream(FSDataInputStream in) {
    this.in = in;
  }

  static StoreStream open(StoreFile file) throws IOException {
    return new StoreStream(file.openInStore());
  }

  /** Returns where the last read ended; -1 if there was none. */
  long position() {
    return position;
  }

  /** Says how many bytes are going to be read from the next position on, in one request. */
  void willRead(long bytes) {
    try {
      in.setReadahead(bytes);
    } catch (IOException | UnsupportedOperationException e) {
      // One that reads what it is asked for.
      LOG.trace("no read-ahead for {}", in, e);
    }
  }

  void readFully(long from, byte[] target, int offset, int length) throws IOException {
    in.readFully(from, target, offset, length);
    position = from + length;
  }

  /** Nothing was written: there is nothing to lose. */
  void close() {
    try {
      in.close();
    } catch (IOException e) {
      LOG.debug("closing {}", in, e);
    }
  }
}
