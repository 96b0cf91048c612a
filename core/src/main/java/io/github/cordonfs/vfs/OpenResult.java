package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.inode.RegularFile;

/**
 * A regular file that was opened, or made where there was none.
 *
 * @param file the file, with a reference for the caller
 * @param made whether it was made
 */
public record OpenResult(RegularFile file, boolean made) {}
