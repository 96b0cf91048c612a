/**
 * File systems that fail on request: {@link io.github.cordonfs.testkit.FaultDisk} opens one of
 * Cordon whose own channels do, {@link io.github.cordonfs.testkit.FaultFileSystem} wraps any other,
 * and {@link io.github.cordonfs.testkit.Faults} says which of its operations fail, and how.
 *
 * <p>For tests. It must never know what is made of the operations it tells its observer about, nor
 * any test framework.
 *
 * <p>It is one package because what rules, changes and observers share is hidden in it.
 */
@NullMarked
package io.github.cordonfs.testkit;

import org.jspecify.annotations.NullMarked;
