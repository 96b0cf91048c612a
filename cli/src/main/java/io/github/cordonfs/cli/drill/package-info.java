/**
 * The command {@code drill}: its options, its memory, and its course, {@code Drill}: load, storm,
 * check and restore, report. Used by the list of commands only. The drill is a stranger to the
 * library: it judges what it reads by its own copy of the data and its own record of what it
 * struck, and must never take the word of the library where it can look for itself. Below it, in
 * this order: {@code storm} uses {@code judge}, both use {@code load} and what {@code report}
 * records.
 */
@NullMarked
package io.github.cordonfs.cli.drill;

import org.jspecify.annotations.NullMarked;
