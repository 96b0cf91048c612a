/**
 * The commands. {@link io.github.cordonfs.cli.Main} starts them; {@code DrillCommand} holds the
 * options of the drill and {@code Drill} its course. The drill is a stranger to the library: it
 * judges what it reads against its own copy of the data and its own record of what it struck, and
 * must never take the library's word where it can look for itself.
 */
@NullMarked
package io.github.cordonfs.cli;

import org.jspecify.annotations.NullMarked;
