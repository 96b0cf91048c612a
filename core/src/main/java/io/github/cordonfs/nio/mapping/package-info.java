/**
 * Files mapped into memory, for {@code FileChannel.map}. The one room of {@code nio} that knows
 * frames and mappings.
 *
 * <p>For room {@code channel}, which has checked that the channel may map. It must never know of a
 * path, a channel or another room than {@code error}.
 */
@NullMarked
package io.github.cordonfs.nio.mapping;

import org.jspecify.annotations.NullMarked;
