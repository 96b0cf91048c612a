/**
 * Every public method of {@code java.nio.file} and of the file channels, with null for one argument
 * after the other: whether Cordon, and the overlay, refuse what the default provider refuses.
 */
@NullMarked
package io.github.cordonfs.conformance.nulls;

import org.jspecify.annotations.NullMarked;
