/**
 * A default provider for {@code java.nio.file} with which programs that call {@code Path.of} find
 * Cordon under paths of the user's choice, and the real file system everywhere else.
 *
 * <p>For the JDK, which makes the provider at start-up. Nobody else may call it, and it knows of
 * Cordon only what any user of a file system knows.
 */
@NullMarked
package io.github.cordonfs.overlay;

import org.jspecify.annotations.NullMarked;
