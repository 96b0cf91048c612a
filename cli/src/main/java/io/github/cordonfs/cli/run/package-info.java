/**
 * The command {@code run}: prepares the process and puts another program in its own place. It has
 * nothing to do with the library.
 */
@NullMarked
package io.github.cordonfs.cli.run;

import org.jspecify.annotations.NullMarked;
