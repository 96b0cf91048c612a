/**
 * The public API of Cordon. {@link io.github.cordonfs.Cordon} opens file systems, and {@link
 * io.github.cordonfs.MemoryFailures} is where memory failures are seen, repaired and injected.
 *
 * <p>{@code Cordon} is the only type here that knows the layers below. All other types are
 * vocabulary that every layer may use: options, events, exceptions and the interface of memory
 * failure handling.
 */
@NullMarked
package io.github.cordonfs;

import org.jspecify.annotations.NullMarked;
