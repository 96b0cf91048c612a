/**
 * The files of a drill: finding them on the disk, keeping a copy that is the truth from then on,
 * and writing that copy to the file system under test. Used by all of the drill; knows nothing of
 * failures.
 */
@NullMarked
package io.github.cordonfs.cli.drill.load;

import org.jspecify.annotations.NullMarked;
