/**
 * Files with a store behind them: pages that are missing are filled from it, and clean ones are
 * taken out when their frames are wanted. It stands on the page cache, which knows nothing of it;
 * {@code nio} makes it when a directory is mounted. It knows a store by {@link
 * io.github.cordonfs.cache.backed.PageSource} only, and no names.
 *
 * <p>{@code StoreFill}, {@code BackedSpace} and {@code WritableSpace} are long: each is one
 * protocol - a read of the store, pages that may go and come back, pages that may not - whose steps
 * hold the same locks in an order that can be followed only side by side.
 */
@NullMarked
package io.github.cordonfs.cache.backed;

import org.jspecify.annotations.NullMarked;
