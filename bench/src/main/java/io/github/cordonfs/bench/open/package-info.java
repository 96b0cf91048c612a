/**
 * Measures what it takes to make a file system and to begin using it, beside other file systems.
 *
 * <p>For {@code ./cordon bench --open}. It knows the public API of each file system only.
 */
@NullMarked
package io.github.cordonfs.bench.open;

import org.jspecify.annotations.NullMarked;
