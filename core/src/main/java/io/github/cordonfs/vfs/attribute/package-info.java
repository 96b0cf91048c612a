/**
 * What inodes have beside names and content: times and the clock they are read from, owners, the
 * attributes of users, and the defaults of a file system.
 *
 * <p>For the inodes, and for package {@code nio}, which shows attributes in its views. It must
 * never know of names, paths or the page cache.
 */
@NullMarked
package io.github.cordonfs.vfs.attribute;

import org.jspecify.annotations.NullMarked;
