package io.github.cordonfs.vm;

import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.HugePolicy;

/** What pages the files are made of, Cordon's and the kernel's. */
enum Shape {
  /** 4 KiB. */
  SMALL(HugePolicy.NEVER, false),
  /** 2 MiB. */
  HUGE(HugePolicy.ALWAYS, true);

  private final HugePolicy policy;
  private final boolean physical;

  Shape(HugePolicy policy, boolean physical) {
    this.policy = policy;
    this.physical = physical;
  }

  CordonOptionsBuilder apply(CordonOptionsBuilder builder) {
    return builder.huge(policy).physicalHugePages(physical);
  }
}
