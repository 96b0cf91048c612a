package io.github.cordonfs.vm;

import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;

/** What pages the files are made of, Cordon's and the kernel's, and what becomes of them. */
enum Shape {
  /** 4 KiB. */
  SMALL(HugePolicy.NEVER, false, PoisonPolicy.KEEP),
  /** 2 MiB. */
  HUGE(HugePolicy.ALWAYS, true, PoisonPolicy.KEEP),
  /** 4 KiB, and lost pages become zeros without a word: the job must notice. */
  DROPPED(HugePolicy.NEVER, false, PoisonPolicy.DROP);

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
}
