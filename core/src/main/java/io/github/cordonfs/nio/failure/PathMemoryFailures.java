package io.github.cordonfs.nio.failure;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureCounters;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.failure.Patrol;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.error.SpaceErrors;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.OverlaidPath;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.FileTree;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Memory failures by path: finds the files and the frames, and lets package {@code failure} act.
 */
public final class PathMemoryFailures implements MemoryFailures {

  private final FileTree tree;
  private final HardOffline failure;
  private final SoftOffline softOffline;
  private final Unpoison unpoison;
  private final Patrol patrol;
  private final PathPageMap pageMap;
  private final boolean injection;

  /** Whose paths these are; null until it is made, for which it needs this. */
  private volatile @Nullable ProviderFileSystem fileSystem;

  public PathMemoryFailures(
      FileTree tree, PageCache cache, HardOffline failure, boolean injection) {
    this.tree = tree;
    this.softOffline = new SoftOffline(cache);
    this.unpoison = new Unpoison(cache);
    this.patrol = new Patrol(cache, failure);
    this.pageMap = new PathPageMap(this, cache, patrol);
    this.failure = failure;
    this.injection = injection;
    HardOffline.prepare();
  }

  /** Says whose paths these are, before anybody has it. */
  public void bind(ProviderFileSystem made) {
    fileSystem = made;
  }

  /** Returns a path of the file system. */
  public CordonPath path(String text) {
    return bound().getPath(text);
  }

  private ProviderFileSystem bound() {
    return Objects.requireNonNull(fileSystem);
  }

  /** Returns a look at all frames. */
  public PageMap pageMap() {
    return pageMap;
  }

  /** Begins to look for bad memory in the background. */
  public void startPatrol(long rate) {
    patrol.start(rate);
  }

  /** Ends what {@link #startPatrol} began. Never fails. */
  public void stopPatrol() {
    patrol.stop();
  }

  @Override
  public MemoryFailureEvent strike(Path file, long offset) throws IOException {
    return strike(file, offset, StrikeContent.DESTROY);
  }

  @Override
  public MemoryFailureEvent strike(Path file, long offset, StrikeContent content)
      throws IOException {
    Objects.requireNonNull(content, "content");
    checkInjection();
    return with(
        file,
        (path, found) ->
            failure.strike(
                found.space(), offset, () -> instantiated(path, found, offset), content));
  }

  /** Returns the frame of a page, which is given one if it is a hole (contract row U1). */
  private static int instantiated(CordonPath path, RegularFile file, long offset)
      throws IOException {
    int frame = offset < 0 ? AddressSpace.EOF : file.space().instantiate(offset);
    if (frame == AddressSpace.EOF) {
      throw new IllegalArgumentException(
          "offset " + offset + " is not below the size " + file.size() + " of " + path);
    }
    if (frame < 0) {
      throw SpaceErrors.of(frame, path.toString(), file.space(), offset);
    }
    return frame;
  }

  @Override
  public SoftOfflineResult softOffline(Path file, long offset) throws IOException {
    checkInjection();
    SoftOfflineResult result =
        with(
            file,
            (path, found) ->
                softOffline.softOffline(
                    found.space(), offset, () -> instantiated(path, found, offset)));
    failure.deliverReports();
    return result;
  }

  @Override
  public SoftOfflineResult softOfflineFrame(int frame) {
    checkFrame(frame);
    SoftOfflineResult result = softOffline.softOffline(frame);
    failure.deliverReports();
    return result;
  }

  @Override
  public SoftOfflineResult softOfflineAddress(long address) {
    checkInjection();
    checkOpen();
    return softOfflineFrame(failure.frameOfAddress(address));
  }

  @Override
  public UnpoisonResult unpoison(Path file, long offset) throws IOException {
    checkInjection();
    checkOffset(offset);
    return with(file, (_, found) -> unpoison(found.space(), offset));
  }

  /** With the lock under which poisoned pages are removed: the frame stays the page's. */
  private UnpoisonResult unpoison(AddressSpace space, long offset) {
    space.lock();
    try {
      int frame = space.frameAt(offset);
      return frame < 0 ? UnpoisonResult.NOT_POISONED : unpoison.unpoison(frame);
    } finally {
      space.unlock();
    }
  }

  @Override
  public UnpoisonResult unpoisonFrame(int frame) {
    checkFrame(frame);
    return unpoison.unpoison(frame);
  }

  @Override
  public UnpoisonResult unpoisonAddress(long address) {
    checkInjection();
    checkOpen();
    return unpoison.unpoison(failure.frameOfAddress(address));
  }

  @Override
  public List<ByteRange> restore(Path file, ByteRange range, ByteBuffer bytes) throws IOException {
    Objects.requireNonNull(range, "range");
    if (Objects.requireNonNull(bytes, "bytes").remaining() != range.length()) {
      throw new IllegalArgumentException(
          "there are " + bytes.remaining() + " bytes for a range of " + range.length());
    }
    List<ByteRange> restored =
        with(
            file,
            (path, found) -> {
              MemorySegment content = MemorySegment.ofBuffer(bytes);
              List<ByteRange> done = new ArrayList<>();
              int code = KeptAlive.call(content, () -> found.space().restore(range, content, done));
              if (code < 0) {
                throw FileErrors.noSpace(path.toString());
              }
              if (!done.isEmpty()) {
                found.markModified();
              }
              return List.copyOf(done);
            });
    failure.deliverReports();
    return restored;
  }

  @Override
  public long poisonEpoch(Path file) throws IOException {
    return with(file, (_, found) -> found.space().poisonEpoch());
  }

  @Override
  public MemoryFailureEvent strikeFrame(int frame) {
    checkFrame(frame);
    return failure.strike(frame);
  }

  @Override
  public MemoryFailureEvent strikeAddress(long address) {
    checkInjection();
    checkOpen();
    return failure.strike(failure.frameOfAddress(address));
  }

  @Override
  public List<MemoryFailureEvent> strikeRandom(long seed, int count) {
    checkInjection();
    if (count < 0) {
      throw new IllegalArgumentException("negative count: " + count);
    }
    checkOpen();
    List<MemoryFailureEvent> events = new ArrayList<>();
    for (int frame : failure.chooseInUse(seed, count)) {
      events.add(failure.strike(frame));
    }
    return events;
  }

  @Override
  public int frameOf(Path file, long offset) throws IOException {
    checkOffset(offset);
    return with(file, (_, found) -> found.space().frameAt(offset));
  }

  private static void checkOffset(long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("negative offset: " + offset);
    }
  }

  @Override
  public List<ByteRange> badRanges(Path file) throws IOException {
    return with(
        file,
        (_, found) -> {
          found.space().rememberLoss();
          return found.space().badRanges();
        });
  }

  @Override
  public List<Path> badFiles() {
    StackProbe.touch();
    checkOpen();
    List<Path> paths = new ArrayList<>();
    for (RegularFile file : tree.regularFiles()) {
      // A page that failed behind the end is no loss of the file, as long as it is there.
      file.space().rememberLoss();
      if (!file.space().badRanges().isEmpty()) {
        // None if it was deleted since the list was made.
        file.paths().stream().limit(1).map(this::path).forEach(paths::add);
      }
    }
    return paths;
  }

  @Override
  public List<ByteRange> clearPoison(Path file, ByteRange range) throws IOException {
    Objects.requireNonNull(range, "range");
    return with(
        file,
        (_, found) -> {
          List<ByteRange> cleared = found.space().clearPoison(range.offset(), range.length());
          if (!cleared.isEmpty()) {
            found.markModified();
          }
          return cleared;
        });
  }

  @Override
  public int patrol() {
    StackProbe.touch();
    checkOpen();
    int found = patrol.walkAll();
    if (found < 0) {
      throw new UnsupportedOperationException("the operating system cannot tell bad memory");
    }
    return found;
  }

  @Override
  public FailureCounters counters() {
    return failure.counters();
  }

  @Override
  public Registration addListener(Consumer<? super MemoryFailureEvent> listener) {
    return failure.addListener(Objects.requireNonNull(listener, "listener"));
  }

  void checkOpen() {
    if (!tree.isOpen()) {
      throw new ClosedFileSystemException();
    }
  }

  private void checkFrame(int frame) {
    checkInjection();
    checkOpen();
    if (frame < 0 || frame >= failure.frameCount()) {
      throw new IllegalArgumentException(
          "frame " + frame + " is not one of 0 to " + (failure.frameCount() - 1));
    }
  }

  private void checkInjection() {
    StackProbe.touch();
    if (!injection) {
      throw new IllegalStateException(
          "memory failures may not be injected: the file system was made without injection(true)");
    }
  }

  <T> T with(Path path, FileAction<T> action) throws IOException {
    StackProbe.touch();
    Objects.requireNonNull(path, "file");
    CordonPath cordon =
        CordonPath.of(path instanceof OverlaidPath overlaid ? overlaid.inCordon() : path, bound());
    checkOpen();
    RegularFile file = tree.open(cordon.toPathName(), true);
    try {
      return action.apply(cordon, file);
    } finally {
      file.release();
    }
  }

  /** Something to do with an open file. */
  interface FileAction<T> {
    T apply(CordonPath path, RegularFile file) throws IOException;
  }
}
