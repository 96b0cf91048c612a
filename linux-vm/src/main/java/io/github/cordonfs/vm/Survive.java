package io.github.cordonfs.vm;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The kernel poisons pages of files, one after the other, while threads read and write them through
 * channels and mappings. Exactly these pages must be lost, and be reported.
 */
final class Survive {

  private static final int FILES = 4;
  private static final int PAGES = 1536;

  /** Of four strikes three are looked at at once; the rest is left to whoever meets it. */
  private static final int LOOK = 4;

  private final int strikes;
  private final HugePolicy huge;
  private final Findings findings;
  private final Ledger ledger = new Ledger(FILES, PAGES);
  private final Random random = new Random(7);
  private final AtomicBoolean stop = new AtomicBoolean();

  /** A page that the kernel poisoned. */
  private record Struck(CheckedFile file, int index, long physicalPage) {}

  /**
   * Makes the job.
   *
   * @param strikes how many pages the kernel poisons
   * @param huge whether the files are in huge folios
   */
  Survive(int strikes, HugePolicy huge, Findings findings) {
    this.strikes = strikes;
    this.huge = huge;
    this.findings = findings;
    for (String each :
        List.of(
            "failures", "refused", "wrong", "innocent", "unreported", "errors", "differences")) {
      findings.count(each, 0);
    }
  }

  void run() throws Exception {
    CordonOptions options =
        CordonOptions.builder().size("256m").huge(huge).collapseRate(0).patrolRate(0).build();
    try (Arena arena = Arena.ofShared();
        CordonFileSystem fs = Cordon.newFileSystem(options)) {
      Reports reports = new Reports(findings);
      fs.memoryFailures().addListener(reports);
      List<CheckedFile> files = new ArrayList<>();
      for (int number = 0; number < FILES; number++) {
        // Every other one is used through a mapping of all of it.
        Arena mapping = number % 2 == 1 ? arena : null;
        files.add(
            new CheckedFile(
                ledger, findings, number, PAGES, fs.getPath("/file" + number), mapping));
      }
      findings.count("physical-huge-mib", fs.memoryUsage().physicalHugeBytes() >> 20);
      List<Struck> struck = new ArrayList<>();
      long before = Kernel.hardwareCorrupted();
      List<Thread> users = startUsers(files);
      try (Striker striker = new Striker()) {
        while (struck.size() < strikes) {
          strike(files, fs.memoryFailures(), striker).forEach(struck::add);
        }
      } finally {
        stop.set(true);
        for (Thread each : users) {
          each.join();
        }
      }
      finish(files, fs.memoryFailures(), reports, struck, before);
      for (CheckedFile each : files) {
        each.close();
      }
    }
  }

  /** For each file one thread that reads and writes; pages of other files are read by it, too. */
  private List<Thread> startUsers(List<CheckedFile> files) {
    List<Thread> users = new ArrayList<>();
    for (CheckedFile own : files) {
      users.add(
          Thread.ofPlatform()
              .name("user of " + own.path())
              .start(() -> {
                try {
                  use(own, files);
                } catch (Throwable e) {
                  findings.wrong("errors", Thread.currentThread().getName() + ": " + e);
                }
              }));
    }
    return users;
  }

  private void use(CheckedFile own, List<CheckedFile> files) {
    Random choice = new Random(own.number());
    while (!stop.get()) {
      // A store through a mapping is not atomic, so what is used through one has no other readers.
      own.write(choice.nextInt(PAGES), own.isMapped());
      own.read(choice.nextInt(PAGES), own.isMapped());
      own.read(choice.nextInt(PAGES), false);
      CheckedFile other = files.get(choice.nextInt(FILES));
      if (!other.isMapped()) {
        other.read(choice.nextInt(PAGES), false);
      }
    }
  }

  /** Has one page poisoned; returns it if the kernel did it. */
  private List<Struck> strike(List<CheckedFile> files, MemoryFailures failures, Striker striker)
      throws IOException {
    CheckedFile file = files.get(random.nextInt(FILES));
    int index = random.nextInt(PAGES);
    if (ledger.state(file.number(), index) != Ledger.State.INTACT) {
      return List.of();
    }
    int frame = failures.frameOf(file.path(), CheckedFile.offset(index));
    ledger.set(file.number(), index, Ledger.State.UNSURE);
    Door door = random.nextBoolean() ? Door.CORRUPT_PFN : Door.HARD_OFFLINE;
    Striker.Answer answer = striker.inject(door, frame);
    if (!answer.done()) {
      findings.count("refused", 1);
      System.out.println("refused " + door + " " + file.where(index) + ": " + answer.refusal());
      return List.of();
    }
    ledger.set(file.number(), index, Ledger.State.STRUCK);
    findings.count("failures", 1);
    if (random.nextInt(LOOK) != 0 && !file.isMapped()) {
      file.read(index, false);
    }
    return List.of(new Struck(file, index, answer.physicalPage()));
  }

  private void finish(
      List<CheckedFile> files,
      MemoryFailures failures,
      Reports reports,
      List<Struck> struck,
      long before)
      throws IOException {
    findings.count("found-at-the-end", failures.patrol());
    for (CheckedFile file : files) {
      for (int index = 0; index < PAGES; index++) {
        file.read(index, false);
        if (file.isMapped()) {
          file.read(index, true);
        }
      }
    }
    for (Struck each : struck) {
      reports.expect(each.file().path().toString(), each.index(), each.physicalPage());
    }
    long lost = 0;
    for (CheckedFile file : files) {
      for (ByteRange range : failures.badRanges(file.path())) {
        lost += range.length() / PageContent.BYTES;
      }
    }
    long refused = ledger.count(Ledger.State.UNSURE);
    findings.count("reported", reports.count());
    if (lost < struck.size() || lost > struck.size() + refused) {
      findings.wrong(
          "differences", lost + " pages are lost, and " + struck.size() + " were struck");
    }
    findings.expect("reports", lost, reports.count());
    long grown = (Kernel.hardwareCorrupted() - before) * 1024 / PageContent.BYTES;
    if (grown < struck.size() || grown > struck.size() + refused) {
      findings.wrong(
          "differences",
          "HardwareCorrupted grew by " + grown + " pages, and " + struck.size() + " were struck");
    }
    findings.count("hardware-corrupted-kib", grown * 4);
  }
}
