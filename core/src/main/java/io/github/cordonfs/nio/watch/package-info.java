/**
 * The watch service: keys of watched directories, the queue of those that are signalled.
 *
 * <p>For the file system; the queue for the overlay, too, which has keys of two providers in one.
 * It must never know of a file's content or an open channel.
 */
@NullMarked
package io.github.cordonfs.nio.watch;

import org.jspecify.annotations.NullMarked;
