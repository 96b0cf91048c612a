/**
 * The file systems that are compared, and how what they do is put into words that can be compared.
 * Everything here uses {@code java.nio.file} and knows nothing of how Cordon is built.
 */
@NullMarked
package io.github.cordonfs.conformance.peers;

import org.jspecify.annotations.NullMarked;
