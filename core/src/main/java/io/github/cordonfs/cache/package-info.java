/**
 * The page cache: the data of each file as an {@link io.github.cordonfs.cache.AddressSpace}, cut
 * into 2 MiB extents of huge folios or small frames. {@code vfs} and {@code nio} call it for data,
 * {@code failure} to take a failed page out. It knows no names (but asks for them to report a loss)
 * and never the memory failure handler.
 */
@NullMarked
package io.github.cordonfs.cache;

import org.jspecify.annotations.NullMarked;
