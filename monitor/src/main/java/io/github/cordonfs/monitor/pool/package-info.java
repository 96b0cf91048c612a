/**
 * What is watched: a file system of this JVM, or one of another JVM through its bean. For the
 * server, which does not know the difference.
 */
@NullMarked
package io.github.cordonfs.monitor.pool;

import org.jspecify.annotations.NullMarked;
