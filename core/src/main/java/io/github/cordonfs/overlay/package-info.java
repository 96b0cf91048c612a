/**
 * A default file system provider with which programs that call {@code Path.of} find Cordon below
 * paths of the user's choice, and the real file system everywhere else. What is there is in memory
 * only, or what the disk has, read through the page cache.
 *
 * <p>Only the JDK calls it, at start-up. It uses Cordon as any user of a file system does.
 *
 * <p>{@code OverlayFileSystemProvider} is long because a provider has that many operations, each of
 * which decides where to.
 */
@NullMarked
package io.github.cordonfs.overlay;

import org.jspecify.annotations.NullMarked;
