/**
 * A page cache small enough to be read in one sitting: pages, look-ups, a disk, processes that have
 * a file mapped, and what each {@link io.github.cordonfs.cli.designs.model.Design} does when memory
 * fails. The callers of look-ups and the trials use it. It knows neither, and it is no part of the
 * page cache of Cordon: it models the kernel of the discussion.
 */
@NullMarked
package io.github.cordonfs.cli.designs.model;

import org.jspecify.annotations.NullMarked;
