package io.github.cordonfs.vfs.attribute;

/** The times of an inode that can be set, in nanoseconds since the epoch. */
public record Times(long modified, long accessed, long created) {}
