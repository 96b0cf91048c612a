/**
 * The {@code java.nio.file} provider of scheme {@code cordon}: paths, file systems, channels,
 * attribute views. It translates calls to package {@code vfs} and answers to the exceptions that
 * {@code java.nio.file} promises.
 *
 * <p>For {@link io.github.cordonfs.Cordon} and, as a service, the JDK. It must never know of
 * frames, memory or operating system calls; of package {@code cache} it knows the result codes of
 * an address space and the page cache's figures.
 */
@NullMarked
package io.github.cordonfs.nio;

import org.jspecify.annotations.NullMarked;
