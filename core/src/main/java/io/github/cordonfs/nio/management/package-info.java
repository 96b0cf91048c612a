/**
 * The bean of each open file system in JMX, and its notifications. The only room that may know
 * {@code javax.management}; {@link io.github.cordonfs.nio.management.Management} sees to it that
 * nothing of that is touched where the runtime has none.
 *
 * <p>For the file system, of which it knows {@link
 * io.github.cordonfs.nio.management.ManagedFileSystem} and no more: no path's file, no inode, no
 * page cache. Of package {@code map} it knows how many ranges of addresses there are, and of
 * package {@code frame} how to do something in the background.
 */
@NullMarked
package io.github.cordonfs.nio.management;

import org.jspecify.annotations.NullMarked;
