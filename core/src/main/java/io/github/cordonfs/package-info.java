/**
 * The public API of Cordon. {@link io.github.cordonfs.Cordon} opens file systems, and {@link
 * io.github.cordonfs.MemoryFailures} is where memory failures are seen, repaired and injected.
 *
 * <p>{@code Cordon} is the only type here that knows the layers below. All other types are
 * vocabulary that every layer may use: options, events, exceptions and the interface of memory
 * failure handling.
 *
 * <p>It is one package although it has more types than any other, because it is what users import:
 * one import covers all of it, and a type that moved to a package of its own would break programs.
 *
 * <p>{@code CordonOptionsBuilder} is long because there are that many options: a method of one line
 * each, with what users have to know of it.
 */
@NullMarked
package io.github.cordonfs;

import org.jspecify.annotations.NullMarked;
