/**
 * The commands. {@link io.github.cordonfs.cli.Main} starts them; {@code DrillCommand} holds the
 * options of the drill and {@code Drill} its course. The drill is a stranger to the library: it
 * judges what it reads against its own copy of the data and its own record of what it struck, and
 * must never take the library's word where it can look for itself. {@code RunCommand} has nothing
 * to do with the library: it prepares the process and puts another program in its own place.
 */
@NullMarked
package io.github.cordonfs.cli;

import org.jspecify.annotations.NullMarked;
