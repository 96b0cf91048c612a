/**
 * The frames of one file system on their way between the allocator and the files, what is said of
 * those that fail, and what is counted for all files together. The extents take frames from here
 * and give them back, {@code failure} takes those out of service that nobody owns, and is told of
 * others. It never knows what a frame holds: no pages, no extents, no mappings.
 */
@NullMarked
package io.github.cordonfs.cache.pool;

import org.jspecify.annotations.NullMarked;
