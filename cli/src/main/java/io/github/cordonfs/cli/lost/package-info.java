/**
 * The command {@code lost}: what was lost of the files of a directory that was mounted for writing.
 */
@NullMarked
package io.github.cordonfs.cli.lost;

import org.jspecify.annotations.NullMarked;
