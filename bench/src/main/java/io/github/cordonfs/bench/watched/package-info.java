/**
 * What it costs an application's reads that somebody looks at the page of the monitor: slices of
 * time with and without, in one JVM, right after each other. For the command line of the bench.
 */
@NullMarked
package io.github.cordonfs.bench.watched;

import org.jspecify.annotations.NullMarked;
