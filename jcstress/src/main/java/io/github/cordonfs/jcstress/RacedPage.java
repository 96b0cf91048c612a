package io.github.cordonfs.jcstress;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.SpaceCollapse;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * A file of one page, full of OLD, and another file that takes over what it gives away. All share
 * one page cache on real memory; struck frames come back when their page goes.
 */
final class RacedPage {

  private static final int PAGE = Frames.FRAME_BYTES;
  private static final byte OLD = 7;
  private static final byte NEW = 9;
  private static final byte OTHER = 66;

  private static final PageCache CACHE = open();
  private static final HardOffline FAILURE = new HardOffline("jcstress", CACHE, PoisonPolicy.KEEP);

  private final AddressSpace file = CACHE.newAddressSpace(() -> List.of("/file"));
  private final AddressSpace other = CACHE.newAddressSpace(() -> List.of("/other"));

  RacedPage() {
    write(file, OLD);
  }

  private static PageCache open() {
    try {
      return PageCache.open(
          CordonOptions.builder()
              .size(256L << 20)
              .huge(HugePolicy.NEVER)
              .physicalHugePages(false)
              .recycleInjected(true)
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(AddressSpace space, byte value) {
    byte[] page = new byte[PAGE];
    Arrays.fill(page, value);
    int n = space.write(0, MemorySegment.ofArray(page), 0, PAGE);
    if (n != PAGE && n != AddressSpace.POISONED) {
      throw new IllegalStateException("wrote " + n);
    }
  }

  /** Reads the page; returns what that gave, in a word. */
  String read() {
    byte[] bytes = new byte[PAGE];
    int n = file.read(0, MemorySegment.ofArray(bytes), 0, PAGE);
    boolean old = false;
    boolean fresh = false;
    boolean zeros = false;
    for (byte each : bytes) {
      switch (each) {
        case OLD -> old = true;
        case NEW -> fresh = true;
        case 0 -> zeros = true;
        default -> {
          return "WRONG " + each;
        }
      }
    }
    return switch (n) {
      case AddressSpace.POISONED -> old || fresh ? "POISONED, AND BYTES" : "POISONED";
      case AddressSpace.EOF -> old || fresh ? "END, AND BYTES" : "END";
      case PAGE -> {
        if (zeros) {
          yield old || fresh ? "PART OF IT ZEROS" : "ZEROS";
        }
        yield fresh ? (old ? "OLD AND NEW" : "NEW") : "OLD";
      }
      default -> "RESULT " + n;
    };
  }

  void overwrite() {
    write(file, NEW);
  }

  void strike() {
    int frame = file.frameAt(0);
    var _ = FAILURE.strike(frame);
  }

  void punch() {
    int code = file.punch(0, PAGE);
    reuse(code);
  }

  void truncate() {
    int code = file.truncate(0);
    reuse(code);
  }

  void softOffline() {
    int frame = file.frameAt(0);
    var _ = new SoftOffline(CACHE).softOffline(frame);
    var _ = new Unpoison(CACHE).unpoison(frame);
    reuse(0);
  }

  void collapse() {
    var _ = SpaceCollapse.collapse(file, 0, Long.MAX_VALUE);
    // Most of the 2 MiB at once back again, or the memory would not last for long.
    reuse(file.punch(PAGE, Frames.HUGE_BYTES - PAGE));
  }

  private void reuse(int code) {
    if (code != 0) {
      throw new IllegalStateException("result " + code);
    }
    write(other, OTHER);
  }

  void destroy() {
    file.destroy();
    other.destroy();
  }
}
