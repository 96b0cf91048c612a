/**
 * The {@code java.nio.file} provider of scheme {@code cordon}: the provider itself, the registry of
 * open file systems, and the file system whose files are in the page cache, with its store and with
 * copies from one such file system to another. Everything else of {@code java.nio.file} is in the
 * rooms below, which {@link io.github.cordonfs.nio.PageCacheFileSystem} puts together. Only this
 * package opens a page cache and watches how many ranges of addresses there are.
 *
 * <p>For {@link io.github.cordonfs.Cordon}, the overlay, room {@code url} and, as a service, the
 * JDK. It must never know of frames, mappings or operating system calls, nor how a room does its
 * work.
 *
 * <p>{@code PageCacheFileSystem} is long because a file system has that many operations; each is a
 * few lines that call a room.
 */
@NullMarked
package io.github.cordonfs.nio;

import org.jspecify.annotations.NullMarked;
