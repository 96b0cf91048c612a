package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A load consumes bad memory: the machine check comes at the instruction that loads from the page
 * (SRAR), raised by the debugger of the virtual machine, and the kernel signals the thread. Exactly
 * the page must be lost, and the very access must say so.
 */
final class Consume {

  private static final int FILES = 2;
  private static final int PAGES = 1536;
  private static final int SECONDS = 60;
  private static final Path MAPS = Path.of("/proc/self/maps");

  private final CordonFileSystem fs;
  private final Findings findings;
  private final Victims victims;

  private Consume(CordonFileSystem fs, Findings findings, Victims victims) {
    this.fs = fs;
    this.findings = findings;
    this.victims = victims;
  }

  /**
   * Runs the job.
   *
   * @param times how many pages are consumed
   */
  static void run(int times, Shape shape, Findings findings) throws Exception {
    CordonOptions options =
        shape.apply(CordonOptions.builder().size("64m").collapseRate(0).patrolRate(0)).build();
    Kernel.keepPagesInPlace();
    Random random = new Random(11);
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        Victims victims = new Victims(fs, findings, FILES, PAGES)) {
      if (shape == Shape.HUGE) {
        Shape.awaitHugePages(fs, findings, (long) FILES * PAGES * PageContent.BYTES);
      }
      Consume consume = new Consume(fs, findings, victims);
      for (int done = 0; done < times; ) {
        CheckedFile file = victims.files().get(done % FILES);
        int index = random.nextInt(PAGES);
        if (victims.ledger().state(file.number(), index) == Ledger.State.INTACT
            && consume.consume(file, index)) {
          done++;
        }
      }
      // What was met through a mapping is noticed by whoever looks next.
      findings.count("found-at-the-end", fs.memoryFailures().patrol());
      victims.readAll();
      victims.expectLost();
      victims.expectCorrupted(times);
    }
  }

  /** Reads a page until it is bad, and asks for that meanwhile; returns whether it became so. */
  private boolean consume(CheckedFile file, int index) throws IOException {
    int frame = fs.memoryFailures().frameOf(file.path(), CheckedFile.offset(index));
    long physicalPage = victims.striker().inject(Door.LOOK, frame).physicalPage();
    long before = errors();
    victims.ledger().set(file.number(), index, Ledger.State.UNSURE);
    System.out.println(
        "\n@@ srar " + Long.toHexString(physicalPage * PageContent.BYTES) + addresses(frame));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (errors() == before && System.nanoTime() < end) {
      file.read(index, file.isMapped());
    }
    if (errors() == before) {
      long now = victims.striker().inject(Door.LOOK, frame).physicalPage();
      if (now != physicalPage) {
        // The kernel moved it before the machine check came, which met no page of ours.
        findings.count("refused", 1);
        return false;
      }
      findings.wrong("differences", file.where(index) + ": no machine check came");
    }
    victims.isStruck(new Victims.Struck(file, index, frame, physicalPage));
    file.read(index, file.isMapped());
    return true;
  }

  /** Returns how many accesses got an error so far. */
  private long errors() {
    return findings.count("told") + findings.count("faults");
  }

  /** Returns the addresses, each with a space in front, at which this process has a frame. */
  private static String addresses(int frame) throws IOException {
    long offset = (long) frame * PageContent.BYTES;
    StringBuilder found = new StringBuilder();
    for (String line : Files.readAllLines(MAPS)) {
      if (line.contains("/memfd:cordon (")) {
        // begin-end permissions offset ...
        String[] words = line.split(" ", 4);
        int dash = words[0].indexOf('-');
        long begin = Long.parseUnsignedLong(words[0], 0, dash, 16);
        long end = Long.parseUnsignedLong(words[0], dash + 1, words[0].length(), 16);
        long at = begin + offset - Long.parseUnsignedLong(words[2], 16);
        if (at >= begin && at < end) {
          found.append(' ').append(Long.toHexString(at));
        }
      }
    }
    return found.toString();
  }
}
