package io.github.cordonfs.vm;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Files in a file system of Cordon, what they must hold, and the pages of them that the kernel has
 * poisoned. One thread strikes, others may use the files meanwhile.
 */
final class Victims implements AutoCloseable {

  /** A page that the kernel poisoned. */
  record Struck(CheckedFile file, int index, int frame, long physicalPage) {}

  private final CordonFileSystem fs;
  private final Findings findings;
  private final Ledger ledger;
  private final Reports reports;
  private final Striker striker;
  private final Arena arena = Arena.ofShared();
  private final List<CheckedFile> files = new ArrayList<>();
  private final int pages;
  private final Random random = new Random(7);
  private final List<Struck> struck = new ArrayList<>();
  private final long corruptedBefore;
  private List<Door> doors = List.of(Door.CORRUPT_PFN, Door.HARD_OFFLINE);

  /**
   * Makes the files.
   *
   * @param count how many, an even number; every other one is used through a mapping of all of it
   * @param pages pages of each
   */
  Victims(CordonFileSystem fs, Findings findings, int count, int pages) throws IOException {
    this.fs = fs;
    this.findings = findings;
    this.pages = pages;
    this.ledger = new Ledger(count, pages);
    this.reports = new Reports(findings);
    for (String each :
        List.of(
            "failures", "refused", "wrong", "innocent", "unreported", "errors", "differences")) {
      findings.count(each, 0);
    }
    fs.memoryFailures().addListener(reports);
    for (int number = 0; number < count; number++) {
      Arena mapping = number % 2 == 1 ? arena : null;
      files.add(
          new CheckedFile(ledger, findings, number, pages, fs.getPath("/file" + number), mapping));
    }
    striker = Striker.ofCordon();
    corruptedBefore = Kernel.hardwareCorrupted();
  }

  /** Sets the ways in which pages are made bad, of which one is taken at random. */
  void strikeThrough(Door... ways) {
    doors = List.of(ways);
  }

  List<CheckedFile> files() {
    return files;
  }

  int pages() {
    return pages;
  }

  Ledger ledger() {
    return ledger;
  }

  List<Struck> struck() {
    return struck;
  }

  Reports reports() {
    return reports;
  }

  Striker striker() {
    return striker;
  }

  /**
   * Has the kernel poison pages at random, until it has done so a number of times more. Files that
   * are mapped and files that are not take turns.
   */
  void strike(int times, Look look) throws IOException {
    int until = struck.size() + times;
    while (struck.size() < until) {
      CheckedFile file = files.get(2 * random.nextInt(files.size() / 2) + struck.size() % 2);
      int index = random.nextInt(pages);
      if (ledger.state(file.number(), index) == Ledger.State.INTACT
          && strike(file, index)
          && look == Look.MOSTLY
          && random.nextInt(4) != 0) {
        file.read(index, file.isMapped());
      }
    }
  }

  /** Whether a page that was poisoned is read at once, or left to whoever meets it. */
  enum Look {
    MOSTLY,
    NEVER
  }

  /** Has one page poisoned; returns whether the kernel did it. */
  boolean strike(CheckedFile file, int index) throws IOException {
    int frame = fs.memoryFailures().frameOf(file.path(), CheckedFile.offset(index));
    ledger.set(file.number(), index, Ledger.State.UNSURE);
    Door door = doors.get(random.nextInt(doors.size()));
    Striker.Answer answer = striker.inject(door, frame);
    if (!answer.done()) {
      findings.count("refused", 1);
      System.out.println("refused " + door + " " + file.where(index) + ": " + answer.refusal());
      return false;
    }
    isStruck(new Struck(file, index, frame, answer.physicalPage()));
    return true;
  }

  /** From now on a page must be lost. */
  void isStruck(Struck page) {
    ledger.set(page.file().number(), page.index(), Ledger.State.STRUCK);
    findings.count("failures", 1);
    findings.count(page.file().isMapped() ? "failures-mapped" : "failures-not-mapped", 1);
    struck.add(page);
  }

  /** Reads every page of every file, through channels and mappings. */
  void readAll() {
    for (CheckedFile file : files) {
      for (int index = 0; index < pages; index++) {
        file.read(index, false);
        if (file.isMapped()) {
          file.read(index, true);
        }
      }
    }
  }

  /** Checks that exactly what was struck since the last time is lost and was reported. */
  void expectLost() throws IOException {
    for (Struck each : struck) {
      reports.expect(each.file().path().toString(), each.index(), each.physicalPage());
    }
    long lost = 0;
    for (CheckedFile file : files) {
      for (ByteRange range : fs.memoryFailures().badRanges(file.path())) {
        lost += range.length() / PageContent.BYTES;
      }
    }
    // A page that the kernel refused to poison is often bad all the same.
    long unsure = ledger.count(Ledger.State.UNSURE);
    if (lost < struck.size() || lost > struck.size() + unsure) {
      findings.wrong("differences", lost + " pages are lost, " + struck.size() + " were struck");
    }
    findings.expect("pages reported", lost, reports.count());
    findings.count("reported", reports.count());
  }

  /** What was struck is good again; returns it. */
  List<Struck> forgetStruck() {
    List<Struck> forgotten = List.copyOf(struck);
    for (Struck each : forgotten) {
      ledger.set(each.file().number(), each.index(), Ledger.State.INTACT);
      reports.forget(each.file().path().toString(), each.index());
    }
    struck.clear();
    return forgotten;
  }

  /** Checks that the kernel knows of as many bad pages as it was asked for. */
  void expectCorrupted(long failures) throws IOException {
    long grown = (Kernel.hardwareCorrupted() - corruptedBefore) * 1024 / PageContent.BYTES;
    if (grown < failures || grown > failures + findings.count("refused")) {
      findings.wrong("differences", "HardwareCorrupted grew by " + grown + " pages");
    }
    findings.count("hardware-corrupted-kib", grown * 4);
  }

  @Override
  public void close() throws IOException {
    striker.close();
    arena.close();
    for (CheckedFile each : files) {
      each.close();
    }
  }
}
