package io.github.cordonfs.vm;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import java.util.concurrent.TimeUnit;

/** What pages the files are made of, Cordon's and the kernel's, and what becomes of them. */
enum Shape {
  /** 4 KiB. */
  SMALL(HugePolicy.NEVER, false, PoisonPolicy.KEEP),
  /** 2 MiB. */
  HUGE(HugePolicy.ALWAYS, true, PoisonPolicy.KEEP),
  /** 4 KiB, and lost pages become zeros without a word: the job must notice. */
  DROPPED(HugePolicy.NEVER, false, PoisonPolicy.DROP);

  private static final int SECONDS = 60;

  private final HugePolicy policy;
  private final boolean physical;
  private final PoisonPolicy poison;

  Shape(HugePolicy policy, boolean physical, PoisonPolicy poison) {
    this.policy = policy;
    this.physical = physical;
    this.poison = poison;
  }

  CordonOptionsBuilder apply(CordonOptionsBuilder builder) {
    return builder.huge(policy).physicalHugePages(physical).poison(poison);
  }

  /**
   * Waits until the kernel has given huge pages, for which it is asked in the background.
   *
   * @param bytes how much is to be in them
   */
  static void awaitHugePages(CordonFileSystem fs, Findings findings, long bytes)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (fs.memoryUsage().physicalHugeBytes() < bytes && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    findings.count("physical-huge-mib", fs.memoryUsage().physicalHugeBytes() >> 20);
    if (fs.memoryUsage().physicalHugeBytes() == 0) {
      findings.wrong("differences", "the kernel gave no huge pages");
    }
  }
}
