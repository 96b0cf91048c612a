/**
 * What the kernel does when memory fails: its version, how it was built and started, and the
 * settings of its memory failure handling. Used by {@code diagnose}.
 */
@NullMarked
package io.github.cordonfs.diagnose.kernel;

import org.jspecify.annotations.NullMarked;
