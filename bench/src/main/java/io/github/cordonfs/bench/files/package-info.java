/**
 * Measures everyday calls on files of several sizes beside other file systems: reading and writing
 * them whole, copying them, mapping them, and filling a large one for the first time.
 *
 * <p>For {@code ./cordon bench --files}. It knows the public API of each file system only.
 */
@NullMarked
package io.github.cordonfs.bench.files;

import org.jspecify.annotations.NullMarked;
