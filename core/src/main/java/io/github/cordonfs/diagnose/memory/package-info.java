/**
 * What the pool of a file system is made of: sizes and limits of memory, huge pages, ranges of
 * addresses, swap and nodes. Used by {@code diagnose}.
 */
@NullMarked
package io.github.cordonfs.diagnose.memory;

import org.jspecify.annotations.NullMarked;
