/**
 * Pictures of a drill: what all frames were used for, again and again while it ran, and the page
 * that shows them. It knows the page map of a file system and nothing of the drill's insides.
 */
@NullMarked
package io.github.cordonfs.cli.drill.film;

import org.jspecify.annotations.NullMarked;
