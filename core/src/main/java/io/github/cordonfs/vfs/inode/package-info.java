/**
 * Inodes: directories, regular files and symbolic links, their entries in directories, the locks
 * and the watchers of directories, and paths as names to walk.
 *
 * <p>For the rooms of {@code vfs}, which give inodes names and take them away, and for package
 * {@code nio}, which reads and writes files and sets attributes. It must never know what a path
 * leads to, or whether something is allowed. Methods that change an entry expect the locks of the
 * directories ({@link io.github.cordonfs.vfs.inode.DirectoryLocks}).
 */
@NullMarked
package io.github.cordonfs.vfs.inode;

import org.jspecify.annotations.NullMarked;
