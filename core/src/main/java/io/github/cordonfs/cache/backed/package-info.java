/**
 * Files with a store behind them: pages that are missing are filled from it, and clean ones are
 * taken out when their frames are wanted. It stands on the page cache, which knows nothing of it;
 * {@code nio} makes it when a directory is mounted. It knows a store by {@link
 * io.github.cordonfs.cache.backed.PageSource} only, and no names.
 */
@NullMarked
package io.github.cordonfs.cache.backed;

import org.jspecify.annotations.NullMarked;
