/**
 * The threads of a drill: those that read and write through channels and mappings, those that
 * strike, and those that move memory about. {@code DrillContext} is what they share, {@code Storm}
 * starts and ends them. Used by the drill itself; hands every result to {@code judge}.
 *
 * <p>It is one package because each kind of thread is a small file of its own, and all of them are
 * started by {@code Storm} only.
 */
@NullMarked
package io.github.cordonfs.cli.drill.storm;

import org.jspecify.annotations.NullMarked;
