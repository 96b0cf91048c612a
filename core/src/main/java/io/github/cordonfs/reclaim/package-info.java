/**
 * Which clean page goes when the page cache needs memory: a replacement policy over frame numbers.
 * {@code cache} calls it, under its own lock.
 *
 * <p>It knows a page as the frame it lies in and as a 64-bit hash that outlives the page; never a
 * file, an extent or a byte of memory, and nothing else of Cordon.
 */
@NullMarked
package io.github.cordonfs.reclaim;

import org.jspecify.annotations.NullMarked;
