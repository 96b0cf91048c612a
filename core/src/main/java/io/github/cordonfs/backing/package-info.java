/**
 * What can stand behind the files of a file system: a directory of a disk, an object store. A page
 * cache reads from it what it does not have, and reads again what the memory has lost.
 *
 * <p>{@link io.github.cordonfs.backing.Backing} is a store, {@link
 * io.github.cordonfs.backing.BackingFile} an open file of it, {@link
 * io.github.cordonfs.backing.BackingVersion} what a file is at some moment. {@link
 * io.github.cordonfs.backing.Backing#of} makes a store of a directory of any {@code java.nio.file}
 * provider.
 *
 * <p>The package knows nothing of frames, extents or caches.
 */
@NullMarked
package io.github.cordonfs.backing;

import org.jspecify.annotations.NullMarked;
