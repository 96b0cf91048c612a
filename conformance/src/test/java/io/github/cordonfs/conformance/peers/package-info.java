/**
 * The file systems that are compared, and how what they do is put into words that can be compared.
 * {@link io.github.cordonfs.conformance.peers.Shrinker} makes a list of operations short that finds
 * a fault. Everything here uses {@code java.nio.file} and knows nothing of how Cordon is built.
 */
@NullMarked
package io.github.cordonfs.conformance.peers;

import org.jspecify.annotations.NullMarked;
