/**
 * Names and inodes: directories, regular files, symbolic links, and how paths lead to them.
 *
 * <p>For package {@code nio}, which translates {@code java.nio.file} to it. It builds on package
 * {@code cache}, which holds the data of files, and must never know of {@code java.nio.file.Path},
 * file systems, channels or URIs. Of {@code java.nio.file} it knows the exceptions only.
 *
 * <p>Lock order: {@link io.github.cordonfs.vfs.Namespace}'s lock, then an inode's write lock
 * ({@code AddressSpace.lock}), then what lies below. The namespace's lock is never taken by a
 * thread that holds an inode's.
 */
@NullMarked
package io.github.cordonfs.vfs;

import org.jspecify.annotations.NullMarked;
