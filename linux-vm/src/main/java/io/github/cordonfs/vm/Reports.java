package io.github.cordonfs.vm;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps the reports of a file system, by file and page. Thread-safe. */
final class Reports implements Consumer<MemoryFailureEvent> {

  private final Findings findings;
  private final Map<String, MemoryFailureEvent> byPage = new HashMap<>();
  private final List<MemoryFailureEvent> others = new ArrayList<>();

  Reports(Findings findings) {
    this.findings = findings;
  }

  static String key(String path, long page) {
    return path + " page " + page;
  }

  @Override
  public synchronized void accept(MemoryFailureEvent event) {
    boolean ofFile =
        event.message() == MessageType.MEMORY_PAGE || event.message() == MessageType.CLEAN_PAGE;
    if (!ofFile) {
      others.add(event);
      findings.count("reports-" + event.message(), 1);
      return;
    }
    String key = key(event.paths().getFirst(), event.pageIndex());
    if (byPage.put(key, event) != null) {
      findings.wrong("twice", key + " was reported before");
    }
    if (event.source() == FailureSource.INJECTED || event.outcome() != Outcome.RECOVERED) {
      findings.wrong("differences", "an odd report: " + event);
    }
    findings.count(event.source() == FailureSource.SCRUB ? "by-patrol" : "by-access", 1);
    findings.count(event.folioOrder() == 0 ? "in-small" : "in-huge", 1);
  }

  /** Forgets the report of a page that is good again. */
  synchronized void forget(String path, long page) {
    byPage.remove(key(path, page));
  }

  /**
   * Checks that a page was reported, with the number of the physical page.
   *
   * @param physicalPage as the injector saw it
   */
  synchronized void expect(String path, long page, long physicalPage) {
    MemoryFailureEvent event = byPage.get(key(path, page));
    if (event == null) {
      findings.wrong("unreported", key(path, page) + " was not reported; others: " + others);
    } else if (event.kernelPfn().isEmpty()) {
      // The kernel says it where Cordon had the page in its page table, and not otherwise.
      findings.count("physical-page-unknown", 1);
    } else if (event.kernelPfn().getAsLong() != physicalPage) {
      findings.wrong(
          "differences",
          key(path, page) + ": physical page " + physicalPage + " is reported as " + event);
    }
  }

  synchronized int count() {
    return byPage.size();
  }
}
