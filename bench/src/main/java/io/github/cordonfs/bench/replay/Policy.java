package io.github.cordonfs.bench.replay;

import io.github.cordonfs.reclaim.ClockPro;

/** A replacement policy. */
enum Policy {
  CORDON("Cordon") {
    @Override
    Simulator cache(int pages, int footprint) {
      return new CordonCache(new ClockPro(pages), pages, footprint);
    }
  },
  LRU("LRU") {
    @Override
    Simulator cache(int pages, int footprint) {
      return new Lru(pages, footprint);
    }
  },
  ARC("ARC") {
    @Override
    Simulator cache(int pages, int footprint) {
      return new Arc(pages, footprint);
    }
  },
  LIRS("LIRS") {
    @Override
    Simulator cache(int pages, int footprint) {
      return new Lirs(pages, footprint);
    }
  },
  TINY_LFU("W-TinyLFU") {
    @Override
    Simulator cache(int pages, int footprint) {
      return new TinyLfu(pages);
    }
  },
  S3_FIFO("S3-FIFO") {
    @Override
    Simulator cache(int pages, int footprint) {
      return new S3Fifo(pages, footprint);
    }
  };

  private final String title;

  Policy(String title) {
    this.title = title;
  }

  /** What it is called in tables. */
  String title() {
    return title;
  }

  /** An empty cache of so many pages, for pages numbered from 0 to below the footprint. */
  abstract Simulator cache(int pages, int footprint);
}
