/**
 * A directory of another file system, mounted read-only: names and attributes come from there, data
 * comes through the page cache.
 *
 * <p>For package {@code nio}, which opens and registers mounts. It builds on the rooms for paths,
 * channels and failures, and on package {@code backing}; nothing in it is known to a file system in
 * memory.
 */
@NullMarked
package io.github.cordonfs.nio.mount;

import org.jspecify.annotations.NullMarked;
