package io.github.cordonfs.lucene;

import com.carrotsearch.randomizedtesting.ThreadFilter;

/**
 * Tells Lucene's suites which threads are no leak: those of Cordon, which all file systems of the
 * JVM share and which outlive each.
 */
public class CordonThreads implements ThreadFilter {
  @Override
  public boolean reject(Thread thread) {
    return thread.getName().startsWith("cordon-");
  }
}
