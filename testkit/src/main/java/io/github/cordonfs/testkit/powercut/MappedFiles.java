package io.github.cordonfs.testkit.powercut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that are mapped writable, and what was in them last: what differs was stored through a
 * mapping since then. Not for files that are larger than a heap may be.
 */
final class MappedFiles {

  private static final int PAGE = 4096;

  private final Map<Integer, Mapped> files = new TreeMap<>();

  /** A file, open, as its name may change. */
  private static final class Mapped {
    private final FileChannel channel;
    private byte[] known;

    Mapped(FileChannel channel, byte[] known) {
      this.channel = channel;
      this.known = known;
    }

    byte[] current() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
        // Until all of it is there.
      }
      return bytes.array();
    }
  }

  /** Bytes that were stored: of one page. */
  // Read once.
  @SuppressWarnings("ArrayRecordComponent")
  record Store(int node, long offset, byte[] bytes) {}

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Begins to look at a file whose content, as it was recorded, is known. */
  void add(int node, Path path, byte[] known) {
    if (files.containsKey(node)) {
      return;
    }
    try {
      files.put(node, new Mapped(FileChannel.open(path, StandardOpenOption.READ), known.clone()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes note of what was written in another way. */
  void written(int node, long offset, byte[] bytes) {
    Mapped file = files.get(node);
    if (file != null) {
      int end = Math.toIntExact(offset + bytes.length);
      file.known = Arrays.copyOf(file.known, Math.max(file.known.length, end));
      System.arraycopy(bytes, 0, file.known, (int) offset, bytes.length);
    }
  }

  /** Takes note of a smaller size. */
  void truncated(int node, long size) {
    Mapped file = files.get(node);
    if (file != null && size < file.known.length) {
      file.known = Arrays.copyOf(file.known, (int) size);
    }
  }

  /** Returns what was stored since the last time. */
  List<Store> stores() {
    List<Store> stores = new ArrayList<>();
    files.forEach((node, file) -> {
      try {
        byte[] current = file.current();
        for (int page = 0; page < current.length; page += PAGE) {
          difference(node, file.known, current, page, stores);
        }
        file.known = current;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return stores;
  }

  private static void difference(
      int node, byte[] known, byte[] current, int page, List<Store> stores) {
    int end = Math.min(page + PAGE, current.length);
    // A mapping may make its file longer, and that is told by nothing else.
    byte[] before =
        Arrays.copyOfRange(known, Math.min(page, known.length), Math.min(end, known.length));
    int first = Arrays.mismatch(before, 0, before.length, current, page, end);
    if (first < 0) {
      return;
    }
    int last = end;
    while (last > page + first && last <= known.length && known[last - 1] == current[last - 1]) {
      last--;
    }
    stores.add(new Store(node, page + first, Arrays.copyOfRange(current, page + first, last)));
  }

  /** Looks at no file any more. */
  void close() {
    files
        .values()
        .forEach(each -> {
          try {
            each.channel.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    files.clear();
  }
}
