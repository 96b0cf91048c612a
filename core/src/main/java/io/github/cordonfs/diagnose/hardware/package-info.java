/**
 * Who notices errors of memory, and whom they tell: error correction, drivers, the daemon that
 * records them, and a host that may keep them to itself. Used by {@code diagnose}.
 */
@NullMarked
package io.github.cordonfs.diagnose.hardware;

import org.jspecify.annotations.NullMarked;
