/**
 * File systems to measure in, each made anew and put away again. For the campaigns that work
 * through {@code java.nio.file}; it knows none of them.
 */
@NullMarked
package io.github.cordonfs.bench.place;

import org.jspecify.annotations.NullMarked;
