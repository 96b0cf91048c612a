package io.github.cordonfs.vm;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

/**
 * The kernel poisons pages of the cache of files that are being written: of an ext4 directory that
 * is mounted for writing, and of the same files read and written by a plain FileChannel. Pages that
 * the disk has are read again. Of those that it does not have yet Cordon has to tell (contract row
 * H10); what a plain FileChannel does is counted.
 */
final class DirtyPages {

  private static final int PAGES = 256;

  private final Findings findings;
  private final Random random = new Random(11);

  private DirtyPages(Findings findings) {
    this.findings = findings;
    for (String each :
        List.of(
            "failures",
            "refused",
            "differences",
            "cordon-clean-right",
            "cordon-dirty-told",
            "cordon-dirty-new",
            "cordon-dirty-old",
            "cordon-force-told",
            "plain-clean-right",
            "plain-dirty-told",
            "plain-dirty-new",
            "plain-dirty-old",
            "plain-force-told")) {
      findings.count(each, 0);
    }
  }

  /**
   * Runs the job.
   *
   * @param strikes how many pages the kernel poisons: half of them dirty, half of the files' in
   *     Cordon
   */
  static void run(int strikes, Shape shape, Findings findings) throws Exception {
    new DirtyPages(findings).run(strikes, shape);
  }

  private void run(int strikes, Shape shape) throws IOException {
    Path directory = Files.createDirectories(Path.of("/disk/written"));
    DiskFile.write(directory.resolve("file"), 0, PAGES);
    Path plain = Path.of("/disk/plain");
    DiskFile.write(plain, 0, PAGES);
    CordonOptions options =
        shape.apply(CordonOptions.builder().size("64m").patrolRate(0)).writable(true).build();
    long corruptedBefore = Kernel.hardwareCorrupted();
    // Closing it would tell of the last loss, if that were not mended.
    try (CordonFileSystem mount = Cordon.mount(directory, options)) {
      Path file = mount.getPath("/file");
      try (FileChannel channel = open(file);
          Striker striker = Striker.ofCordon()) {
        Page mounted =
            new Page(
                "cordon",
                channel,
                index -> {
                  int frame = mount.memoryFailures().frameOf(file, CheckedFile.offset(index));
                  return striker.inject(Door.CORRUPT_PFN, frame);
                },
                index ->
                    mount
                        .memoryFailures()
                        .clearPoison(
                            file, new ByteRange(CheckedFile.offset(index), PageContent.BYTES)));
        strikeAll(strikes / 2, mounted);
      }
    }
    try (FileChannel channel = open(plain);
        Striker striker = new Striker(plain)) {
      strikeAll(
          strikes / 2,
          new Page("plain", channel, index -> striker.inject(Door.CORRUPT_PFN, index), _ -> {}));
    }
    findings.expect("of Cordon, old content", 0, findings.count("cordon-dirty-old"));
    findings.expect(
        "KiB corrupted",
        4L * findings.count("failures"),
        Kernel.hardwareCorrupted() - corruptedBefore);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Something done to a page by its number. */
  private interface Step<T> {
    T on(int index) throws IOException;
  }

  /** Something done to a page that has no result. */
  private interface Mending {
    void on(int index) throws IOException;
  }

  /**
   * How a page of one of the two files is read, struck and mended.
   *
   * @param who what its counts begin with
   */
  private record Page(
      String who, FileChannel channel, Step<Striker.Answer> strike, Mending mending) {}

  private void strikeAll(int strikes, Page page) throws IOException {
    int[] versions = new int[PAGES];
    for (int i = 0; i < strikes; i++) {
      int index = random.nextInt(PAGES);
      boolean dirty = i % 2 == 1;
      if (dirty) {
        versions[index]++;
        DiskFile.writePage(page.channel, 0, index, versions[index]);
      } else {
        // In the cache, and as the disk has it.
        var _ = page.channel.read(ByteBuffer.allocate(1), CheckedFile.offset(index));
      }
      Striker.Answer answer = page.strike.on(index);
      if (!answer.done()) {
        findings.count("refused", 1);
        System.out.println("refused page " + index + ": " + answer.refusal());
      } else {
        findings.count("failures", 1);
      }
      judge(page, index, versions[index], dirty);
      versions[index]++;
      page.mending.on(index);
      DiskFile.writePage(page.channel, 0, index, versions[index]);
      page.channel.force(true);
    }
  }

  /** Reads the page, and forces the file. */
  private void judge(Page page, int index, int version, boolean dirty) {
    String kind = page.who + (dirty ? "-dirty" : "-clean");
    byte[] bytes = new byte[PageContent.BYTES];
    String where = kind + " page " + index + ": ";
    try {
      int count = page.channel.read(ByteBuffer.wrap(bytes), CheckedFile.offset(index));
      int found = count < bytes.length ? -1 : PageContent.versionOf(bytes, 0, index);
      if (found == version) {
        findings.count(kind + (dirty ? "-new" : "-right"), 1);
      } else if (dirty && found == version - 1) {
        findings.count(kind + "-old", 1);
      } else {
        findings.wrong("differences", where + "version " + found + " instead of " + version);
      }
    } catch (PageContent.WrongBytes e) {
      findings.wrong("differences", where + e.getMessage());
    } catch (IOException e) {
      if (!dirty || (page.who.equals("cordon") && !(e instanceof PoisonedPageException))) {
        findings.wrong("differences", where + e);
      }
      findings.count(kind + "-told", 1);
    }
    try {
      page.channel.force(true);
    } catch (IOException e) {
      findings.count(page.who + "-force-told", 1);
      if (!dirty) {
        findings.wrong("differences", where + "force: " + e);
      }
    }
  }
}
