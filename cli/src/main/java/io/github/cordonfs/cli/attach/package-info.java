/**
 * {@code cordon attach} and {@code cordon monitor}: what the file systems of a running JVM are
 * like, as lines and as a page. Everything is asked of their beans.
 */
@NullMarked
package io.github.cordonfs.cli.attach;

import org.jspecify.annotations.NullMarked;
