package io.github.cordonfs.cli.drill.load;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads files once, into the copy that is the truth from then on, and writes that copy to the file
 * system under test. What changes on the disk afterwards, or while a file is read, does not matter.
 */
public final class Loader {

  /** Bytes written or read at a time; a part of a huge folio, so that one takes several. */
  private static final int CHUNK = 1 << 20;

  private final FileSystem target;
  private final HugePolicy huge;
  private final Consumer<String> skipped;
  private final List<LoadedFile> loaded = new ArrayList<>();
  private int empty;
  private int pages;

  /**
   * Creates a loader.
   *
   * @param target the file system under test
   * @param huge its policy
   * @param skipped is told the path of what cannot be read, and why
   */
  public Loader(FileSystem target, HugePolicy huge, Consumer<String> skipped) {
    this.target = target;
    this.huge = huge;
    this.skipped = skipped;
  }

  /**
   * Loads files below the directory {@code /loaded}.
   *
   * @param sources sorted by name
   * @param arena the memory of the originals; must live as long as the result
   * @param progress is told the bytes loaded so far
   * @param stop asked often whether to give up; what is loaded by then may lack parts
   */
  public LoadedFiles load(
      List<SourceFile> sources, Arena arena, LongConsumer progress, BooleanSupplier stop)
      throws IOException {
    long total = sources.stream().mapToLong(SourceFile::size).sum();
    MemorySegment originals = arena.allocate(Math.max(total, 1));
    long at = 0;
    for (SourceFile source : sources) {
      if (stop.getAsBoolean()) {
        break;
      }
      long n = read(source, originals.asSlice(at, source.size()), stop);
      if (n >= 0) {
        store(source, originals.asSlice(at, n), stop);
        at += n;
        progress.accept(at);
      }
    }
    return new LoadedFiles(loaded, empty);
  }

  /** Returns the number of bytes read, -1 if the file cannot be read. */
  private long read(SourceFile source, MemorySegment original, BooleanSupplier stop) {
    try (FileChannel in = FileChannel.open(source.path(), StandardOpenOption.READ)) {
      long done = 0;
      while (done < original.byteSize() && !stop.getAsBoolean()) {
        ByteBuffer chunk = chunk(original, done);
        int n = in.read(chunk);
        if (n < 0) {
          break;
        }
        done += n;
      }
      return done;
    } catch (IOException e) {
      skipped.accept(source.path() + ": " + Reason.of(e));
      return -1;
    }
  }

  private void store(SourceFile source, MemorySegment original, BooleanSupplier stop)
      throws IOException {
    Path path = target.getPath("/loaded", source.name());
    Files.createDirectories(path.getParent());
    Set<OpenOption> options =
        new HashSet<>(
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    if (huge == HugePolicy.ADVISE) {
      options.add(CordonOpenOption.HUGE);
    }
    CordonFileChannel channel = CordonFileChannel.of(FileChannel.open(path, options));
    if (original.byteSize() == 0) {
      channel.close();
      empty++;
      return;
    }
    // First the whole range: a file that grows by pieces gets no huge folios "within its size".
    channel.allocate(0, original.byteSize(), false);
    for (long done = 0; done < original.byteSize() && !stop.getAsBoolean(); done += CHUNK) {
      writeFully(channel, original, done, Math.min(CHUNK, original.byteSize() - done));
    }
    LoadedFile file = new LoadedFile(source.name(), path, channel, original, pages);
    pages = Math.addExact(pages, file.pages());
    loaded.add(file);
  }

  /** Writes a range of the original to the same place of the file. */
  public static void writeFully(
      CordonFileChannel channel, MemorySegment original, long offset, long length)
      throws IOException {
    MemorySegment source = original.asSlice(0, offset + length);
    for (long done = offset; done < offset + length; ) {
      done += channel.write(chunk(source, done), done);
    }
  }

  private static ByteBuffer chunk(MemorySegment segment, long from) {
    return segment.asSlice(from, Math.min(CHUNK, segment.byteSize() - from)).asByteBuffer();
  }
}
