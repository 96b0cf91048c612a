/**
 * Random operations, done in two file systems at once and compared after each. {@link
 * io.github.cordonfs.conformance.random.Episode} is a list of operations made from a seed; {@link
 * io.github.cordonfs.conformance.random.Campaign} runs many; {@link
 * io.github.cordonfs.conformance.random.Shrinker} makes one that found a difference short.
 */
@NullMarked
package io.github.cordonfs.conformance.random;

import org.jspecify.annotations.NullMarked;
