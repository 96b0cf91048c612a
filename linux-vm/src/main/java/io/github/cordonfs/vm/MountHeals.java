package io.github.cordonfs.vm;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The kernel poisons pages of the cache of a mounted directory, an ext4 file system, while threads
 * read it: nobody may notice (contract row H9).
 */
final class MountHeals {

  private static final int FILES = 3;
  private static final int PAGES = 1024;
  private static final int READERS = 2;
  private static final long PAUSE_NANOS = 1_000_000;

  private final Findings findings;
  private final List<FileChannel> channels = new ArrayList<>();
  private final AtomicBoolean stop = new AtomicBoolean();

  private MountHeals(Findings findings) {
    this.findings = findings;
    for (String each : List.of("failures", "refused", "wrong", "errors", "differences")) {
      findings.count(each, 0);
    }
  }

  /**
   * Runs the job.
   *
   * @param strikes how many pages the kernel poisons
   */
  static void run(int strikes, Shape shape, Findings findings) throws Exception {
    Path directory = Files.createDirectories(Path.of("/disk/mounted"));
    for (int file = 0; file < FILES; file++) {
      DiskFile.write(directory.resolve("file" + file), file, PAGES);
    }
    CordonOptions options = shape.apply(CordonOptions.builder().size("64m").patrolRate(0)).build();
    try (CordonFileSystem mount = Cordon.mount(directory, options)) {
      new MountHeals(findings).run(strikes, mount);
    }
  }

  private void run(int strikes, CordonFileSystem mount) throws Exception {
    Reports reports = new Reports(findings);
    mount.memoryFailures().addListener(reports);
    for (int file = 0; file < FILES; file++) {
      channels.add(FileChannel.open(mount.getPath("/file" + file), StandardOpenOption.READ));
    }
    readAll();
    long readsBefore = mount.storeReads();
    long corruptedBefore = Kernel.hardwareCorrupted();
    List<Thread> readers = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      int seed = reader;
      readers.add(Thread.ofPlatform().start(() -> use(new Random(seed))));
    }
    int struck;
    try (Striker striker = Striker.ofCordon()) {
      struck = strike(strikes, mount, striker);
    } finally {
      stop.set(true);
      for (Thread each : readers) {
        each.join();
      }
    }
    mount.memoryFailures().patrol();
    readAll();
    findings.count("read-again", mount.storeReads() - readsBefore);
    findings.expect("pages reported", struck, reports.count());
    findings.expect("pages lost", 0, mount.memoryUsage().poisonedBytes());
    findings.expect("KiB corrupted", 4L * struck, Kernel.hardwareCorrupted() - corruptedBefore);
    for (FileChannel each : channels) {
      each.close();
    }
  }

  /** Has the kernel poison pages of the cache; each page once, so that reports can be counted. */
  private int strike(int strikes, CordonFileSystem mount, Striker striker) throws IOException {
    MemoryFailures failures = mount.memoryFailures();
    Random random = new Random(3);
    boolean[] done = new boolean[FILES * PAGES];
    int struck = 0;
    while (struck < strikes) {
      int file = random.nextInt(FILES);
      int index = random.nextInt(PAGES);
      int frame = failures.frameOf(mount.getPath("/file" + file), CheckedFile.offset(index));
      if (frame < 0 || done[file * PAGES + index]) {
        continue;
      }
      done[file * PAGES + index] = true;
      Striker.Answer answer =
          striker.inject(random.nextBoolean() ? Door.CORRUPT_PFN : Door.HARD_OFFLINE, frame);
      if (!answer.done()) {
        findings.wrong("refused", "page " + index + " of file " + file + ": " + answer.refusal());
        continue;
      }
      struck++;
      findings.count("failures", 1);
      if (random.nextInt(4) != 0) {
        read(file, index);
      }
    }
    return struck;
  }

  private void use(Random choice) {
    while (!stop.get()) {
      read(choice.nextInt(FILES), choice.nextInt(PAGES));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void readAll() {
    for (int file = 0; file < FILES; file++) {
      for (int index = 0; index < PAGES; index++) {
        read(file, index);
      }
    }
  }

  /** Reads a page, which must be there. */
  private void read(int file, int index) {
    byte[] page = new byte[PageContent.BYTES];
    String where = "page " + index + " of file " + file + ": ";
    try {
      int count = channels.get(file).read(ByteBuffer.wrap(page), CheckedFile.offset(index));
      if (count != PageContent.BYTES) {
        findings.wrong("errors", where + count + " bytes read");
      } else if (PageContent.versionOf(page, file, index) != 0) {
        findings.wrong("wrong", where + "another version");
      }
      findings.count("reads", 1);
    } catch (PageContent.WrongBytes e) {
      findings.wrong("wrong", where + e.getMessage());
    } catch (IOException | InternalError e) {
      findings.wrong("errors", where + e);
    }
  }
}
