/**
 * Mappings of files into the address space of the process: what each shows at each page, and how a
 * page is cut off from all of them. {@code cache} calls it, with frames and page numbers; {@code
 * nio} makes and hands out mappings. It knows no file and no extent.
 *
 * <p>A mapping is released by the arena it was made in, at a moment of the arena's choosing. So all
 * that is laid over addresses is laid under the {@link io.github.cordonfs.map.Mapping}'s lock, and
 * nothing once it is detached, which is before the addresses go.
 */
@NullMarked
package io.github.cordonfs.map;

import org.jspecify.annotations.NullMarked;
