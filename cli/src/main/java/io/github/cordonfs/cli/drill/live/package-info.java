/**
 * What a drill shows on a terminal while it goes on: the memory of its file system, in blocks. For
 * the storms of the drill; it knows nothing of them.
 */
@NullMarked
package io.github.cordonfs.cli.drill.live;

import org.jspecify.annotations.NullMarked;
