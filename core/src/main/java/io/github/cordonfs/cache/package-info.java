/**
 * The page cache: the data of each file as an {@link io.github.cordonfs.cache.AddressSpace}, and
 * what is done to a whole file or a range of it. {@code vfs} and {@code nio} call it for data,
 * {@code failure} to take a failed page out. It knows no names (but asks for them to report a loss)
 * and never the memory failure handler.
 *
 * <p>It stands on three rooms, each of which knows only those below: {@code mapped} shows a file in
 * its mappings, {@code extent} has the pages of 2 MiB, {@code pool} the frames. What must hold of a
 * page is kept in {@code extent}; here it is only said of which pages.
 *
 * <p>{@code AddressSpace} is long because it is the face of a file for all above: most of it says
 * what each operation returns, and hands it on.
 */
@NullMarked
package io.github.cordonfs.cache;

import org.jspecify.annotations.NullMarked;
