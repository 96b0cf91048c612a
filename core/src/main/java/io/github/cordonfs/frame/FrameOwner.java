package io.github.cordonfs.frame;

/**
 * Whoever holds frames: an extent of a file. The frame table keeps owners as hints for the memory
 * failure handler; what an owner really holds it knows itself, under its own lock.
 */
public interface FrameOwner {}
