/**
 * Hit rates of Cordon's replacement policy beside published ones: the same reads, as many pages in
 * memory. Only which pages are cached is simulated; nothing is timed. A trace is replayed on a
 * mounted file, too, and what that has in memory is counted.
 *
 * <p>Unlike the benchmarks, it uses a package of core that is not exported: {@code reclaim}.
 */
@NullMarked
package io.github.cordonfs.bench.replay;

import org.jspecify.annotations.NullMarked;
