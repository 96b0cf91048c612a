/**
 * Random operations, done in two file systems at once and compared after each. {@link
 * io.github.cordonfs.conformance.differential.Episode} is a list of operations made from a seed;
 * {@link io.github.cordonfs.conformance.differential.Campaign} runs many; {@link
 * io.github.cordonfs.conformance.peers.Shrinker} makes one that found a difference short.
 */
@NullMarked
package io.github.cordonfs.conformance.differential;

import org.jspecify.annotations.NullMarked;
