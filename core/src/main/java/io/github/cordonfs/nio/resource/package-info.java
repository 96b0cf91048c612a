/**
 * What is open in a file system and has to be closed with it: channels, streams of directories and
 * watch services, whatever they are.
 *
 * <p>For the rooms that open such things, and the file system that is closed. It must never know of
 * a path, a file or another room; of package {@code map} it knows that mappings may be left to be
 * detached.
 */
@NullMarked
package io.github.cordonfs.nio.resource;

import org.jspecify.annotations.NullMarked;
