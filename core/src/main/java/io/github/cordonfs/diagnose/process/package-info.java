/**
 * What this process may do: the JVM, native access, and system calls that a seccomp filter may
 * refuse. Used by {@code diagnose}.
 */
@NullMarked
package io.github.cordonfs.diagnose.process;

import org.jspecify.annotations.NullMarked;
