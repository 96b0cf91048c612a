/**
 * Measures Cordon beside other in-memory file systems, through the same calls and buffers. {@link
 * io.github.cordonfs.bench.Main} starts a campaign: rounds in which every target is measured in a
 * JVM of its own, cell by cell, so that a ratio compares figures taken minutes, not hours, apart.
 * What is measured uses Cordon's public API only.
 */
@NullMarked
package io.github.cordonfs.bench;

import org.jspecify.annotations.NullMarked;
