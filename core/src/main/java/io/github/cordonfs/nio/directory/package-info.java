/**
 * Open directories: their entries, and operations on files relative to them.
 *
 * <p>For the file system. What it does to a file it asks the file system for; it must never know of
 * channels, attributes or a file's content.
 */
@NullMarked
package io.github.cordonfs.nio.directory;

import org.jspecify.annotations.NullMarked;
