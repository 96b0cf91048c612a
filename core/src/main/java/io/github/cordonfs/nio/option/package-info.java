/**
 * What callers ask for, read: options of opening, copying and moving, those of the JDK that have no
 * public type, the map that {@code FileSystems.newFileSystem} takes, and the features that a file
 * system was made with. Values only: nothing here does anything to a file.
 *
 * <p>For all rooms of {@code nio}. It must never know of a path, a file or another room.
 */
@NullMarked
package io.github.cordonfs.nio.option;

import org.jspecify.annotations.NullMarked;
