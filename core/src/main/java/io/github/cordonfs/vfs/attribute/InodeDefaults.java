package io.github.cordonfs.vfs.attribute;

import io.github.cordonfs.AtimePolicy;

/**
 * What all inodes of a file system begin with.
 *
 * @param owners whom they belong to
 * @param atime when a read changes the access time
 * @param clock what their times are read from
 */
public record InodeDefaults(Owners owners, AtimePolicy atime, FileClock clock) {}
