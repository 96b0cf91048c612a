package io.github.cordonfs.bench;

/**
 * Strikes to compare with others.
 *
 * @param fileSize bytes of the file
 * @param kind what is struck in it
 */
record StrikeClass(long fileSize, StrikeKind kind) {}
