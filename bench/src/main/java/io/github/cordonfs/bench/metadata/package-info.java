/**
 * Measures work with names, attributes and small files beside other file systems.
 *
 * <p>For {@code ./cordon bench --metadata}. It knows the public API of each file system only.
 */
@NullMarked
package io.github.cordonfs.bench.metadata;

import org.jspecify.annotations.NullMarked;
