/**
 * What a file system is expected to do, fact by fact: of Cordon, of Jimfs, and of the default file
 * system on a tmpfs, which sets the standard. Where another one does something else, {@link
 * io.github.cordonfs.conformance.behaviour.Difference} says why, and the test says what.
 */
@NullMarked
package io.github.cordonfs.conformance.behaviour;

import org.jspecify.annotations.NullMarked;
