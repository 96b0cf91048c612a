/**
 * Paths: their syntax, patterns and URIs, how they are looked up, and what they need to know of
 * their file system. {@link io.github.cordonfs.nio.path.ProviderFileSystem} is that: the type
 * through which provider and paths reach a file system of whatever kind, with a method for each
 * operation of the provider.
 *
 * <p>For all rooms but {@code option} and {@code error}, and for the overlay, whose paths lead into
 * Cordon. It must never know how a file is opened, copied or watched, nor of the page cache.
 */
@NullMarked
package io.github.cordonfs.nio.path;

import org.jspecify.annotations.NullMarked;
