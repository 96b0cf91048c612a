/**
 * A directory of another file system, or a store of whatever kind, mounted: names and attributes
 * come from there, data comes through the page cache.
 *
 * <p>For package {@code nio}, which opens and registers mounts. It builds on the rooms for paths,
 * channels and failures, and on package {@code backing}; nothing in it is known to a file system in
 * memory.
 *
 * <p>{@code MountedFileSystem} is long because a file system has that many operations; each asks
 * the directory in a few lines.
 */
@NullMarked
package io.github.cordonfs.nio.mount;

import org.jspecify.annotations.NullMarked;
