/**
 * What a drill found, as data, as a table for people and as JSON for programs. Used by {@code
 * storm}, which fills parts of it, and by the drill itself; uses nothing of the drill, and never
 * decides whether something is right.
 */
@NullMarked
package io.github.cordonfs.cli.drill.report;

import org.jspecify.annotations.NullMarked;
