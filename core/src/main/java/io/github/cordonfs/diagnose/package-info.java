/**
 * Finds out what this machine will do when memory fails: {@code Cordon.diagnose()}. The checks are
 * in rooms of their own: {@code kernel}, {@code process}, {@code memory} and {@code hardware}, over
 * {@code machine}. They know the system and nothing of file systems.
 */
@NullMarked
package io.github.cordonfs.diagnose;

import org.jspecify.annotations.NullMarked;
