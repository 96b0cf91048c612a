/**
 * Measures Cordon beside other in-memory file systems, through the same calls and buffers. {@link
 * io.github.cordonfs.bench.Main} starts a campaign: rounds in which every target is measured in a
 * JVM of its own, cell by cell, so that a ratio compares figures taken minutes, not hours, apart.
 * What is measured uses Cordon's public API only.
 *
 * <p>{@code BenchCommand} is long because each campaign has options, and each option its mistakes.
 */
@NullMarked
package io.github.cordonfs.bench;

import org.jspecify.annotations.NullMarked;
