/**
 * URLs of protocol {@code cordon}: opens the URIs of paths for class loaders and libraries.
 *
 * <p>For the JDK alone, as a service. It reads through {@code java.nio.file} and the provider; it
 * must never know of what is behind them.
 */
@NullMarked
package io.github.cordonfs.nio.url;

import org.jspecify.annotations.NullMarked;
