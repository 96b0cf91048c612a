/**
 * The cache behind the Hadoop file systems: a mount of Cordon whose files are versions of files of
 * Hadoop file systems, and streams that read from it. One mount for a process and its options.
 *
 * <p>For package {@code io.github.cordonfs.hadoop}, which reaches it by reflection and asks it to
 * open files. A version is a file of its own here, under a name that has the version in it: nothing
 * that was cached ever changes, and so nothing has to be invalidated.
 */
@NullMarked
package io.github.cordonfs.hadoop.cache;

import org.jspecify.annotations.NullMarked;
