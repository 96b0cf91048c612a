package io.github.cordonfs.vm;

import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file whose every read and write is checked against a {@link Ledger}: what is not right, and
 * what is told wrongly, is a finding. Safe for several readers and one writer.
 */
final class CheckedFile implements AutoCloseable {

  private final Ledger ledger;
  private final Findings findings;
  private final int number;
  private final int pages;
  private final Path path;
  private final FileChannel channel;

  /** Of the whole file, if it is read and written through it. */
  private final @Nullable MemorySegment mapped;

  /** Makes the file, with version 0 of all pages. */
  CheckedFile(
      Ledger ledger, Findings findings, int number, int pages, Path path, @Nullable Arena mapping)
      throws IOException {
    this.ledger = ledger;
    this.findings = findings;
    this.number = number;
    this.pages = pages;
    this.path = path;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ByteBuffer all = ByteBuffer.allocate(pages * PageContent.BYTES);
    byte[] page = new byte[PageContent.BYTES];
    for (int index = 0; index < pages; index++) {
      PageContent.fill(page, number, index, 0);
      all.put(page);
    }
    all.flip();
    while (all.hasRemaining()) {
      channel.write(all);
    }
    this.mapped =
        mapping == null
            ? null
            : channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), mapping);
  }

  Path path() {
    return path;
  }

  int number() {
    return number;
  }

  boolean isMapped() {
    return mapped != null;
  }

  /** Reads a page, and checks what comes of it. */
  void read(int index, boolean throughMapping) {
    Ledger.State before = ledger.state(number, index);
    int oldest = ledger.oldest(number, index);
    byte[] page = new byte[PageContent.BYTES];
    try {
      if (throughMapping && mapped != null) {
        MappedAccess.load(mapped, offset(index), page);
      } else {
        ByteBuffer buffer = ByteBuffer.wrap(page);
        if (channel.read(buffer, offset(index)) != PageContent.BYTES) {
          findings.wrong("short", where(index) + ": a short read of " + buffer.position());
          return;
        }
      }
    } catch (PoisonedPageException e) {
      told(index, "read", e);
      return;
    } catch (InternalError e) {
      toldByMapping(index, throughMapping, e);
      return;
    } catch (IOException e) {
      findings.wrong("errors", where(index) + ": " + e);
      return;
    }
    findings.count("reads", 1);
    if (before == Ledger.State.STRUCK) {
      findings.wrong("unreported", where(index) + ": data, and not an error");
    }
    check(index, page, oldest);
  }

  private void check(int index, byte[] page, int oldest) {
    try {
      int version = PageContent.versionOf(page, number, index);
      int newest = ledger.newest(number, index);
      if (version < oldest || version > newest) {
        findings.wrong(
            "wrong", where(index) + ": version " + version + ", not " + oldest + " to " + newest);
      }
    } catch (PageContent.WrongBytes e) {
      if (PageContent.isMixture(page, number, index, oldest, ledger.newest(number, index))) {
        // A read takes no lock, and may see a part of a write that it meets.
        findings.count("met-a-write", 1);
      } else {
        findings.wrong("wrong", where(index) + ": " + e.getMessage());
      }
    }
  }

  /** Writes the next version of a page. */
  void write(int index, boolean throughMapping) {
    byte[] page = new byte[PageContent.BYTES];
    int version = ledger.begin(number, index);
    PageContent.fill(page, number, index, version);
    Ledger.State before = ledger.state(number, index);
    try {
      if (throughMapping && mapped != null) {
        MappedAccess.store(mapped, offset(index), page);
      } else {
        int count = channel.write(ByteBuffer.wrap(page), offset(index));
        if (count != PageContent.BYTES) {
          findings.wrong("short", where(index) + ": a short write of " + count);
        }
      }
    } catch (PoisonedPageException e) {
      told(index, "write", e);
      return;
    } catch (InternalError e) {
      toldByMapping(index, throughMapping, e);
      return;
    } catch (IOException e) {
      findings.wrong("errors", where(index) + ": " + e);
      return;
    }
    findings.count("writes", 1);
    if (before == Ledger.State.STRUCK) {
      findings.wrong("unreported", where(index) + ": written, and not an error");
    }
    ledger.end(number, index, version);
  }

  private void told(int index, String what, PoisonedPageException e) {
    findings.count("told", 1);
    if (ledger.state(number, index) == Ledger.State.INTACT) {
      findings.wrong("innocent", where(index) + ": " + what + ": " + e.getMessage());
    } else if (e.offset() != offset(index) || e.length() != PageContent.BYTES) {
      findings.wrong("innocent", where(index) + ": too much is said: " + e.getMessage());
    }
  }

  private void toldByMapping(int index, boolean throughMapping, InternalError e) {
    if (!throughMapping) {
      findings.wrong("errors", where(index) + ": a channel threw " + e);
      return;
    }
    findings.count("faults", 1);
    if (ledger.state(number, index) == Ledger.State.INTACT) {
      findings.wrong("innocent", where(index) + ": a fault in a page that is intact");
    }
  }

  long size() {
    return offset(pages);
  }

  static long offset(int index) {
    return (long) index * PageContent.BYTES;
  }

  String where(int index) {
    return path + " page " + index + " (" + ledger.state(number, index) + ")";
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
