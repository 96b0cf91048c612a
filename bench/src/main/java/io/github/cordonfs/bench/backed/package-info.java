/**
 * Measures mounted files: what is in the cache, what has to be read from the disk, and what a store
 * that is slow does to others. Used by the command line; each figure comes from a JVM of its own.
 *
 * <p>Unlike the other benchmarks, it uses packages of core that are not exported, to put a store of
 * its own behind a file: one that hangs.
 */
@NullMarked
package io.github.cordonfs.bench.backed;

import org.jspecify.annotations.NullMarked;
