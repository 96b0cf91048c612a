/**
 * How anything is measured here: in rounds, in a JVM of its own for each figure, as a ratio to
 * others within the round. For the campaigns of this program; it knows neither what they measure
 * nor any file system.
 */
@NullMarked
package io.github.cordonfs.bench.measure;

import org.jspecify.annotations.NullMarked;
