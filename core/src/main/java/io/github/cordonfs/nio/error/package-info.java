/**
 * The exceptions that {@code java.nio.file} promises, for the result codes of an address space and
 * for operations on two paths.
 *
 * <p>For whatever room reads, writes or renames. It must never know of another room, nor decide
 * what is an error.
 */
@NullMarked
package io.github.cordonfs.nio.error;

import org.jspecify.annotations.NullMarked;
