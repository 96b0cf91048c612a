/**
 * The program {@code cordon}: {@link io.github.cordonfs.cli.Main} lists the commands and starts
 * them. Each command is a package of its own, such as {@code drill} and {@code doctor}, over {@code
 * line}, what all command lines do alike. Commands never use each other. {@code ArchitectureTest}
 * holds the arrows.
 */
@NullMarked
package io.github.cordonfs.cli;

import org.jspecify.annotations.NullMarked;
