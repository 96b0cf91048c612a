/**
 * A file system that fails on request: {@link io.github.cordonfs.testkit.FaultFileSystem} wraps any
 * other, and {@link io.github.cordonfs.testkit.Faults} says which of its operations fail, and how.
 *
 * <p>For tests. It must never know what is made of the operations it tells its observer about, nor
 * any test framework.
 */
@NullMarked
package io.github.cordonfs.testkit;

import org.jspecify.annotations.NullMarked;
