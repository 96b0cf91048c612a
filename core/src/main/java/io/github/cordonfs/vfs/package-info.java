/**
 * The names of a file system in memory and what changes them: look-up, opening, creation, links,
 * rename, deletion, and how many inodes there are.
 *
 * <p>For package {@code nio}, which translates {@code java.nio.file} to it. It builds on package
 * {@code cache}, which holds the data of files, and must never know of {@code java.nio.file.Path},
 * file systems, channels or URIs. Of {@code java.nio.file} it and its rooms know the exceptions
 * only.
 *
 * <p>Lock order, here and in the rooms: the lock for moves of directories, locks of directories by
 * inode number, then an inode's write lock ({@code AddressSpace.lock}) and what lies below. The
 * lock of a directory is never taken by a thread that holds an inode's. An inode's monitor is taken
 * last of all.
 */
@NullMarked
package io.github.cordonfs.vfs;

import org.jspecify.annotations.NullMarked;
