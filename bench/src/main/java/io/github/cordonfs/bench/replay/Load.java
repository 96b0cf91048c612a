package io.github.cordonfs.bench.replay;

import java.util.Arrays;
import java.util.Random;

/** Reads of single pages, one after the other. */
final class Load {

  private final String name;
  private final int[] reads;
  private final int footprint;

  /**
   * Makes a load.
   *
   * @param name what it is called in tables
   * @param reads the pages read, numbered from 0; not copied
   * @param footprint how many different pages there are
   */
  Load(String name, int[] reads, int footprint) {
    this.name = name;
    this.reads = reads;
    this.footprint = footprint;
  }

  String name() {
    return name;
  }

  int[] reads() {
    return reads;
  }

  int footprint() {
    return footprint;
  }

  /**
   * Pages of which the n-th most wanted is read with a frequency of n to the power of -exponent.
   */
  static Load zipf(double exponent, int footprint, int reads, long seed) {
    return new Load(
        "zipf(" + exponent + ")", zipfReads(exponent, footprint, reads, seed), footprint);
  }

  /**
   * As {@link #zipf}, with a scan of as many other pages, read once each, after every so many
   * reads.
   */
  static Load zipfWithScans(double exponent, int footprint, int reads, int scanEvery, long seed) {
    int[] wanted = zipfReads(exponent, footprint, reads, seed);
    int scans = (reads - 1) / scanEvery;
    int[] all = new int[reads + scans * footprint];
    int n = 0;
    for (int i = 0; i < reads; i++) {
      if (i > 0 && i % scanEvery == 0) {
        for (int page = 0; page < footprint; page++) {
          all[n++] = footprint + page;
        }
      }
      all[n++] = wanted[i];
    }
    return new Load("zipf(" + exponent + ") and scans", all, 2 * footprint);
  }

  /**
   * As {@link #zipf}, but what is wanted most moves on, by half of all pages in the course of it.
   */
  static Load zipfThatDrifts(double exponent, int footprint, int reads, long seed) {
    int[] pages = zipfReads(exponent, footprint, reads, seed);
    for (int i = 0; i < reads; i++) {
      pages[i] = (int) ((pages[i] + (long) footprint * i / reads / 2) % footprint);
    }
    return new Load("zipf(" + exponent + ") that drifts", pages, footprint);
  }

  /** The same pages in the same order again and again. */
  static Load loop(int footprint, int rounds) {
    int[] reads = new int[footprint * rounds];
    Arrays.setAll(reads, i -> i % footprint);
    return new Load("loop", reads, footprint);
  }

  private static int[] zipfReads(double exponent, int footprint, int reads, long seed) {
    double[] upTo = new double[footprint];
    double sum = 0;
    for (int i = 0; i < footprint; i++) {
      sum += Math.pow(i + 1, -exponent);
      upTo[i] = sum;
    }
    Random random = new Random(seed);
    int[] pages = new int[reads];
    for (int i = 0; i < reads; i++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      pages[i] = Math.min(footprint - 1, at < 0 ? -at - 1 : at);
    }
    return pages;
  }
}
