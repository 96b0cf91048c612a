/**
 * A file exerciser: random operations on the content of a file, by all ways that there are, against
 * an array that says what must be read and which pages are lost. {@link
 * io.github.cordonfs.conformance.exerciser.Oracle} is the array, {@link
 * io.github.cordonfs.conformance.exerciser.ExercisedFile} does each operation on both. Knows only
 * the public API.
 */
@NullMarked
package io.github.cordonfs.conformance.exerciser;

import org.jspecify.annotations.NullMarked;
