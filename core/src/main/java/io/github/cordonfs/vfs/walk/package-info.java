/**
 * How a path leads to a place in the tree of names, and how the places that are to change are
 * locked.
 *
 * <p>For package {@code vfs} alone. It changes no name, and must never know which changes there
 * are.
 */
@NullMarked
package io.github.cordonfs.vfs.walk;

import org.jspecify.annotations.NullMarked;
