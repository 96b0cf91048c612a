/**
 * What permissions allow, and the exceptions for what is refused.
 *
 * <p>For the rooms of {@code vfs} above it and for package {@code nio}. It knows inodes and the
 * text of paths, and must never know what a path leads to.
 */
@NullMarked
package io.github.cordonfs.vfs.access;

import org.jspecify.annotations.NullMarked;
